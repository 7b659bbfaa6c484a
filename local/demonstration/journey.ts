/** A point of a route, in degrees. */
export type Place = { readonly latitude: number; readonly longitude: number };

/** Cambridge to London Stansted along the M11. */
export const road: readonly Place[] = [
  { latitude: 52.1927, longitude: 0.0884 },
  { latitude: 52.1356, longitude: 0.1043 },
  { latitude: 52.0787, longitude: 0.1637 },
  { latitude: 52.0042, longitude: 0.1898 },
  { latitude: 51.9402, longitude: 0.1938 },
  { latitude: 51.8763, longitude: 0.1989 },
  { latitude: 51.885, longitude: 0.235 },
];

/** London Stansted to Munich by air. */
export const air: readonly Place[] = [
  { latitude: 51.885, longitude: 0.235 },
  { latitude: 51.35, longitude: 2.35 },
  { latitude: 50.78, longitude: 5.1 },
  { latitude: 50.02, longitude: 8.53 },
  { latitude: 49.1, longitude: 10.4 },
  { latitude: 48.3538, longitude: 11.7861 },
];

/** Returns the position after a share (0 to 1) of a route. */
export function placeAt(route: readonly Place[], share: number): Place {
  const along = Math.min(1, Math.max(0, share)) * (route.length - 1);
  const index = Math.min(route.length - 2, Math.floor(along));
  const [from, to] = [route[index]!, route[index + 1]!];
  const between = (a: number, b: number): number => Math.round((a + (b - a) * (along - index)) * 1e6) / 1e6;
  return { latitude: between(from.latitude, to.latitude), longitude: between(from.longitude, to.longitude) };
}

const seaLevelKilopascals = 101.3;
/** A cabin's pressure corresponds to at most 2 400 m altitude. */
const cabinKilopascals = 75.6;

/** Returns the cabin pressure after a share of the flight: climb, cruise, descent. */
export function cabinPressure(share: number): number {
  const height = Math.min(1, Math.max(0, Math.min(share / 0.25, (1 - share) / 0.25)));
  return seaLevelKilopascals - (seaLevelKilopascals - cabinKilopascals) * height;
}
