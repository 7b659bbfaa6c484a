/** Values are compared at nine decimals of their unit; beyond a million a double no longer holds them. */
export function roundValue(value: number): number {
  return Math.abs(value) < 1e6 ? Math.round(value * 1e9) / 1e9 : value;
}

/** A computed number is rounded half up to six decimals before it is printed or compared with a limit. */
export function roundResult(value: number): number {
  return Math.floor(value * 1e6 + 0.5) / 1e6;
}

/** Milliseconds as printed: seconds with at most three decimals. */
export function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
