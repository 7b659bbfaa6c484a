import type * as z from 'zod/mini';
import type * as answers from '../../../contract/api/answers.ts';
import { advance } from '../../../domain/advance.ts';
import { allowanceUsed } from '../../../domain/allowance-used.ts';
import { newestReading } from '../../../domain/device-state.ts';
import type { Position } from '../../../domain/fact.ts';
import { type Person, mayAt } from '../../../domain/rights.ts';
import type { ShipmentSummary } from '../../../domain/summary.ts';
import { readHeads } from '../../../store/append.ts';
import { type Head, pointsToJournal, readingsOf } from '../../../store/head.ts';
import { readSegments } from '../../../store/journal.ts';
import { watchedShipments } from '../../../store/shipments.ts';
import type { Database } from '../../../store/tables.ts';
import { termsFrom } from '../../../store/terms.ts';
import { lastPosition } from '../what-the-head-says.ts';
import { cursorOf, placeOf } from './pages.ts';
import { iso, isoOrNull, printSummary } from './print.ts';

type Asked = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
};
type Place = { readonly changedAt: number; readonly seen: readonly string[] };
type TermsOf = ReturnType<typeof termsFrom>;
type PositionOf = (head: Head, at: number) => Promise<Position | null>;

/** Lists are a little behind their ledgers: what changed so shortly before is looked at again. */
const behindMs = 15_000;

/** Makes a reader of boards, which reads profiles and routes once. */
export function boardOf(database: Database) {
  const termsOf = termsFrom(database);
  const positionOf = positionFrom(database);
  return async (
    person: Person,
    { cursor, limit = 200, since = 0 }: Asked,
  ): Promise<z.output<typeof answers.board>> => {
    const asOf = Date.now();
    const place = placeOf(cursor, isPlace) ?? { changedAt: Math.max(0, since - behindMs), seen: [] };
    const shipments: ShipmentSummary[] = [];
    let next: Place | null = null;
    for await (const summary of watchedShipments(database, place.changedAt)) {
      if (!mayAt(person, 'read-shipment', summary.site) || place.seen.includes(summary.shipment)) continue;
      if (shipments.length === limit) {
        next = placeAfter(shipments, place);
        break;
      }
      shipments.push(summary);
    }
    const heads = await readHeads(
      database,
      shipments.flatMap(({ devices }) => devices),
    );
    return {
      asOf: iso(asOf),
      items: await Promise.all(
        shipments.map(async (summary) => ({
          ...printSummary(summary),
          sensors: await Promise.all(
            summary.devices.flatMap((device) => {
              const head = heads.get(device);
              return head?.assignment?.shipment === summary.shipment
                ? [heardOf(head, termsOf, positionOf, asOf)]
                : [];
            }),
          ),
        })),
      ),
      next: next === null ? null : cursorOf(next),
    };
  };
}

/** What a device last said, by its head. */
async function heardOf(
  head: Head,
  termsOf: TermsOf,
  positionOf: PositionOf,
  asOf: number,
): Promise<z.output<typeof answers.lastHeard>> {
  const terms = await termsOf(head.assignment!);
  const { state, late } = advance(head.state, readingsOf(head), terms, asOf);
  const readAt = newestReading(state);
  const position = state.last.location === undefined ? null : await positionOf(head, state.last.location.at);
  // What came late is judged from the record, which is too much to read here.
  const isWhole = !late && !pointsToJournal(head);
  return {
    device: head.deviceId,
    role: head.assignment!.role,
    readAt: isoOrNull(Number.isFinite(readAt) ? readAt : null),
    celsius: state.last.temperature?.values.at(-1) ?? null,
    batteryPercent: state.last.battery?.values.at(-1) ?? null,
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    allowance: isWhole ? allowanceUsed(state, terms.profile, asOf) : null,
  };
}

/** Positions that are remembered; more are forgotten together. */
const remembered = 20_000;

/**
 * Finds where a device was last, at the time of its last position: in its head, else in what was sealed, which is read
 * once. The state itself keeps no positions, so that it stays small.
 */
function positionFrom(database: Database): PositionOf {
  const known = new Map<string, Position | null>();
  return async (head, at) => {
    const newest = lastPosition(readingsOf(head));
    if (newest !== null && newest.at >= at) return newest;
    const key = `${head.deviceId} ${at}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= remembered) known.clear();
    const sealed = lastPosition(await readSegments(database, head.deviceId, head.assignment));
    known.set(key, sealed);
    return sealed;
  };
}

/** Where the next page begins: several shipments may have changed at one moment. */
function placeAfter(shipments: readonly ShipmentSummary[], before: Place): Place {
  const { changedAt } = shipments.at(-1)!;
  const seen = shipments.filter((each) => each.changedAt === changedAt).map(({ shipment }) => shipment);
  return { changedAt, seen: changedAt === before.changedAt ? [...before.seen, ...seen] : seen };
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false;
  const { changedAt, seen } = place as Record<string, unknown>;
  return Number.isInteger(changedAt) && Array.isArray(seen) && seen.every((each) => typeof each === 'string');
}
