/** A distance in words, as exact as an estimate is: "640 m", "12 km", "1,240 km". */
export function distanceInWords(meters: number): string {
  const tens = Math.round(meters / 10) * 10;
  if (tens < 1000) return `${tens}\u00a0m`;
  const kilometers = meters / 1000;
  const round = kilometers < 100 ? Math.round(kilometers) : Math.round(kilometers / 10) * 10;
  return `${new Intl.NumberFormat('en-GB').format(round)}\u00a0km`;
}
