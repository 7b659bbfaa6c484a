/** The median. */
export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

/** The quantile for a share from 0 to 1. */
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

/** The median ratio of two measurements taken in turn, so that a noisy machine affects both alike. */
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

/** Rounds to one decimal. */
export function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
