import type { Chance } from '../proof/chance.ts';
import type { BadInputKind } from './bad-input-kinds.ts';

const minute = 60_000;
const metersOfDegree = 111_200;

/** A position in degrees, with its accuracy in metres if the receiver reports one. */
export type Fix = { readonly latitude: number; readonly longitude: number; readonly accuracy?: number };
type Point = Pick<Fix, 'latitude' | 'longitude'>;
type Fence = Point & { readonly radiusMeters: number };

/** The route of a shipment, and the detours of its truck. */
export type TruckPlan = {
  readonly origin: Fence;
  readonly destination: Fence;
  readonly leavesAt: number;
  readonly isThereAt: number;
  /** When it turns back for its papers; null: it does not. */
  readonly returnsAt: number | null;
  /** When it passes the destination on its way elsewhere; null: it does not. */
  readonly passesAt: number | null;
  readonly metersPerMinute: number;
  /** When it leaves the destination again for a while; null: it does not. */
  readonly leavesAgainAt: number | null;
  /** How long each of its absences lasts. */
  readonly awayMs: number;
};

/** A truck that leaves at a given time and arrives well before the shipment ends. */
export function truckPlan(
  chance: Chance,
  { leavesAt, endsAt, intervalMs }: { leavesAt: number; endsAt: number; intervalMs: number },
): TruckPlan {
  const span = endsAt - leavesAt;
  const isThereAt = leavesAt + chance.between(0.2, 0.7) * span;
  const maybe = (probability: number, from: number, to: number): number | null => {
    const [is, share] = [chance.is(probability), chance.number()];
    return is ? from + share * (to - from) : null;
  };
  const half = (leavesAt + isThereAt) / 2;
  return {
    origin: { latitude: 52.2, longitude: 0.12, radiusMeters: 2000 },
    destination: { latitude: 51.885, longitude: 0.235, radiusMeters: chance.pick([1000, 3000, 8000]) },
    leavesAt,
    isThereAt,
    returnsAt: maybe(0.25, leavesAt, half),
    passesAt: maybe(0.3, half, isThereAt),
    metersPerMinute: chance.between(100, 1500),
    leavesAgainAt: maybe(0.3, isThereAt, endsAt),
    awayMs: chance.between(1, 8) * intervalMs,
  };
}

/** The position that a receiver in the truck reports. */
export function fixAt(truck: TruckPlan, at: number, chance: Chance, badInputs: readonly BadInputKind[]): Fix {
  const kind = chance.number();
  const [north, east, share] = [chance.between(-1, 1), chance.between(-1, 1), chance.number()];
  if (badInputs.includes('fixes') && kind < 0.05) return { latitude: 0, longitude: 0 };
  const { latitude, longitude } = placeAt(truck, at);
  const isCell = badInputs.includes('fixes') && kind < 0.15;
  const accuracy = Math.round(isCell ? 2000 + share * 20_000 : 5 + share * 30);
  const near = (degrees: number, part: number): number =>
    Math.round((degrees + (part * 0.7 * accuracy) / metersOfDegree) * 1e5) / 1e5;
  return {
    latitude: near(latitude, north),
    longitude: near(longitude, east),
    ...((isCell || kind > 0.5) && { accuracy }),
  };
}

function placeAt(truck: TruckPlan, at: number): Point {
  const { origin, destination, leavesAt, isThereAt, returnsAt, passesAt, leavesAgainAt, awayMs } = truck;
  const isWithin = (from: number | null): boolean => from !== null && at >= from && at < from + awayMs;
  if (isWithin(returnsAt)) return origin;
  if (passesAt !== null && Math.abs(at - passesAt) < 30 * minute) {
    const meters = (truck.metersPerMinute * (at - passesAt)) / minute;
    return { latitude: destination.latitude + meters / metersOfDegree, longitude: destination.longitude };
  }
  if (isWithin(leavesAgainAt)) return { latitude: destination.latitude - 0.2, longitude: 0.3 };
  const share = Math.min(1, Math.max(0, (at - leavesAt) / (isThereAt - leavesAt)));
  return {
    latitude: origin.latitude + share * (destination.latitude - origin.latitude),
    longitude: origin.longitude + share * (destination.longitude - origin.longitude),
  };
}
