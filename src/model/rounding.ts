/** Rounds a value to nine decimals for comparison. Beyond a million, a double has fewer. */
export function roundValue(value: number): number {
  return Math.abs(value) < 1e6 ? Math.round(value * 1e9) / 1e9 : value;
}

/** Rounds a computed number half up to six decimals, for printing and for comparison with a limit. */
export function roundResult(value: number): number {
  return Math.floor(value * 1e6 + 0.5) / 1e6;
}

/** Converts milliseconds to seconds with at most three decimals, for printing. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
