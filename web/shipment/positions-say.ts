import type { Shown } from './shown.ts';

type Positions = Pick<
  Shown,
  'sensors' | 'plan' | 'inferredDepartedAt' | 'inferredArrivedAt' | 'departedAt' | 'arrivedAt'
>;
type Point = { readonly latitude: number; readonly longitude: number };

/** A time that differs less than this from what positions show does not contradict them. */
const closeMs = 10 * 60_000;
/** A position older than this says nothing about now. */
const freshMs = 30 * 60_000;
/** A position farther than this from the edge of a place is not there, however inaccurate it is. */
const clearlyOutsideMeters = 2000;
const earthMeters = 6_371_009;

/** What positions say against a time: when it happened according to them, or how far away the goods are now. */
type Contradiction =
  | { readonly kind: 'shown-at'; readonly at: string }
  | { readonly kind: 'away'; readonly meters: number; readonly place: string };

/**
 * Returns what positions say against a departure or an arrival at `at` (epoch milliseconds); null where they say
 * nothing. The API evaluates every position; this is what a person should know before they declare.
 */
export function positionsAgainst(
  milestone: 'departed' | 'arrived',
  shown: Positions,
  at: number,
  now: number,
): Contradiction | null {
  const seen = milestone === 'departed' ? shown.inferredDepartedAt : shown.inferredArrivedAt;
  if (seen !== null) {
    const isContradicted =
      milestone === 'departed' ? Math.abs(at - Date.parse(seen)) > closeMs : Date.parse(seen) - at > closeMs;
    return isContradicted ? { kind: 'shown-at', at: seen } : null;
  }
  return milestone === 'arrived' ? awayFrom(shown, now) : null;
}

/** How far from the destination the latest position is; null where it is there, or not known. */
function awayFrom({ sensors, plan }: Positions, now: number): Contradiction | null {
  const { destination } = plan;
  if (typeof destination === 'string' || destination.circle === undefined) return null;
  const { circle, name } = destination;
  const [latest] = sensors
    .flatMap(({ latitude, longitude, readAt }) =>
      latitude === null || longitude === null || readAt === null ? [] : [{ latitude, longitude, readAt }],
    )
    .sort((a, b) => b.readAt.localeCompare(a.readAt));
  if (latest === undefined || now - Date.parse(latest.readAt) > freshMs) return null;
  const meters = metersBetween(latest, circle) - circle.radiusMeters;
  return meters > clearlyOutsideMeters ? { kind: 'away', meters, place: name } : null;
}

/** The distance of two points in metres, on a sphere: good enough for a sentence. */
export function metersBetween(one: Point, other: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [a, b] = [radians(one.latitude), radians(other.latitude)];
  const [dLatitude, dLongitude] = [b - a, radians(other.longitude - one.longitude)];
  const chord = Math.sin(dLatitude / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(dLongitude / 2) ** 2;
  return 2 * earthMeters * Math.asin(Math.sqrt(chord));
}
