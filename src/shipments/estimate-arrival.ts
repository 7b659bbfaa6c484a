import { type Point, metersBetween } from '../evaluation/route.ts';
import type { WayPoint } from './way.ts';

/** What is known of a journey. Times are epoch milliseconds. */
export type JourneySoFar = {
  /** The places of the plan whose geofence is known, in the order of the journey. */
  readonly way: readonly WayPoint[];
  /** Declared or inferred; null before the departure. */
  readonly departedAt: number | null;
  /** Declared or inferred; null before the arrival. */
  readonly arrivedAt: number | null;
  /** The newest position and when it was read; null if there is none. */
  readonly position: (Point & { readonly at: number }) | null;
};

/** When a shipment may arrive, in epoch milliseconds, and the way that is left. */
export type ArrivalEstimate = {
  readonly earliest: number;
  readonly likely: number;
  readonly latest: number;
  readonly remainingMeters: number;
};

/** A position older than this says too little of where the shipment is. */
const oldestPositionMs = 2 * 3_600_000;
/** Before this much of the way, and of the time, a pace is mostly chance: loading, a gate, the first town. */
const [leastShare, leastMeters, leastTravelMs] = [0.05, 2000, 15 * 60_000];
/** Faster than an airliner, in metres a second: the departure or the position is wrong. */
const fastestPace = 300;
/** Legs whose detour differs by less than this share of the way fit a position alike. */
const alikeShare = 0.02;
/** If legs that fit alike leave this share of the way more or less, it is unknown which of them the shipment is on. */
const unknownShare = 0.1;

/**
 * Estimates the arrival from the way that is left at the pace so far: the way covered, along the plan, divided by the
 * time since the departure, with all its stops. It is shown to people as an estimate, and no rule or verdict uses it.
 *
 * The range supposes that the rest goes faster or slower by a factor: a third when almost all of the way is covered,
 * two thirds when almost none of it is. What is not known (a closed road, a night's rest) is not in it.
 *
 * Returns null where nothing honest can be said: without a departure, an origin or a destination with a geofence; after
 * the arrival; with a position older than two hours, or when even the latest time has passed; while less than a
 * twentieth of the way (2 km, 15 minutes) is covered, which includes a shipment that moves away from its destination;
 * and where the planned way passes so often that the position does not tell how much of it is left.
 */
export function estimateArrival(journey: JourneySoFar, now: number): ArrivalEstimate | null {
  const { way, departedAt, arrivedAt, position } = journey;
  if (departedAt === null || arrivedAt !== null || position === null) return null;
  if (now - position.at > oldestPositionMs) return null;
  if (way[0]?.kind !== 'origin' || way.at(-1)!.kind !== 'destination') return null;
  const legs = legsOf(way);
  const whole = legs.reduce((sum, { length }) => sum + length, 0);
  const remainingMeters = remainingOf(legs, whole, position);
  if (remainingMeters === null) return null;
  const coveredMeters = whole - remainingMeters;
  const travelMs = position.at - departedAt;
  if (coveredMeters < Math.max(leastMeters, leastShare * whole) || travelMs < leastTravelMs) return null;
  if (coveredMeters > (fastestPace * travelMs) / 1000) return null;
  const remainingMs = (remainingMeters * travelMs) / coveredMeters;
  const factor = 1 + (1 + remainingMeters / whole) / 3;
  const estimate = {
    earliest: Math.round(position.at + remainingMs / factor),
    likely: Math.round(position.at + remainingMs),
    latest: Math.round(position.at + remainingMs * factor),
    remainingMeters: Math.round(remainingMeters),
  };
  return now > estimate.latest ? null : estimate;
}

type Leg = { readonly from: WayPoint; readonly to: WayPoint; readonly length: number };

function legsOf(way: readonly WayPoint[]): Leg[] {
  return way.slice(1).map((to, index) => {
    const from = way[index]!;
    return { from, to, length: metersBetween(from, to) };
  });
}

/**
 * The metres left from a position along the waypoints not yet passed. The position is on the leg that it lengthens
 * least; of legs that fit alike, the one that leaves most. Null if these differ too much.
 */
function remainingOf(legs: readonly Leg[], whole: number, position: Point): number | null {
  let after = 0;
  const fits = legs.toReversed().map(({ from, to, length }) => {
    const toEnd = metersBetween(position, to);
    const fit = { detour: metersBetween(from, position) + toEnd - length, remaining: toEnd + after };
    after += length;
    return fit;
  });
  const least = Math.min(...fits.map(({ detour }) => detour));
  const alike = fits
    .filter(({ detour }) => detour <= least + alikeShare * whole)
    .map(({ remaining }) => remaining);
  const most = Math.max(...alike);
  return most - Math.min(...alike) > unknownShare * whole ? null : most;
}
