/** A distance for people: "850 m", "12 km". */
export function distanceInWords(meters: number): string {
  return meters < 1000 ? `${Math.round(meters / 10) * 10}\u00a0m` : `${Math.round(meters / 1000)}\u00a0km`;
}
