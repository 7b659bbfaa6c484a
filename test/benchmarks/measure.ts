/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The number below which this share (0 to 1) of the others lies. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Nanoseconds that a call takes. */
export function timed(run: () => void): number {
  const begin = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - begin);
}

/** The median ratio of two things done in turn, so that a noisy machine disturbs both alike. */
export function pairedRatio(rounds: number, numerator: () => number, denominator: () => number): number {
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? numerator() : 0;
    const below = denominator();
    const above = round % 2 === 0 ? first : numerator();
    ratios.push(above / below);
  }
  return median(ratios);
}

/** A figure to one decimal. */
export function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
