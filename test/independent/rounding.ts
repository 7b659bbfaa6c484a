/** A computed number as it is printed and compared: half up, to 6 decimals. */
export function roundToSixDecimals(value: number): number {
  return Math.floor(value * 1e6 + 0.5) / 1e6 + 0;
}

/** A measured value, or a difference of two, as it is compared: to 9 decimals. */
export function roundToNineDecimals(value: number): number {
  return Math.floor(value * 1e9 + 0.5) / 1e9 + 0;
}

/** Milliseconds as seconds, for the verdict. */
export function toSeconds(milliseconds: number): number {
  return roundToSixDecimals(milliseconds / 1000);
}

/** Epoch milliseconds as ISO 8601 in UTC with milliseconds. */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}
