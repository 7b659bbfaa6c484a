import type * as z from 'zod/mini';
import type * as answers from '../../../contract/api/answers.ts';
import { advance } from '../../../domain/advance.ts';
import { allowanceUsed } from '../../../domain/allowance-used.ts';
import { initialState, newestReading } from '../../../domain/device-state.ts';
import type { Reading } from '../../../domain/reading.ts';
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
type SealedOf = (head: Head) => Promise<readonly Reading[]>;

/** Lists are a little behind their ledgers: what changed so shortly before is looked at again. */
const behindMs = 15_000;

/** Makes a reader of boards, which reads profiles and routes once. */
export function boardOf(database: Database) {
  const termsOf = termsFrom(database);
  const sealedOf = sealedFrom(database);
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
                ? [heardOf(head, termsOf, sealedOf, asOf)]
                : [];
            }),
          ),
        })),
      ),
      next: next === null ? null : cursorOf(next),
    };
  };
}

/**
 * What a device last said. The head alone tells it of most; where something came late, or stored in a large message, the
 * whole record does.
 */
async function heardOf(
  head: Head,
  termsOf: TermsOf,
  sealedOf: SealedOf,
  asOf: number,
): Promise<z.output<typeof answers.lastHeard>> {
  const terms = await termsOf(head.assignment!);
  const recent = readingsOf(head);
  const ahead = advance(head.state, recent, terms, asOf);
  const { state } =
    ahead.late || pointsToJournal(head)
      ? advance(initialState, [...(await sealedOf(head)), ...recent], terms, asOf)
      : ahead;
  const readAt = newestReading(state);
  const { location } = state.last;
  // A sealed state keeps no positions, so that it stays small.
  const isRecent = recent.some(({ channel, at }) => channel === 'location' && at === location?.at);
  const position = location === undefined ? null : lastPosition(isRecent ? recent : await sealedOf(head));
  return {
    device: head.deviceId,
    role: head.assignment!.role,
    readAt: isoOrNull(Number.isFinite(readAt) ? readAt : null),
    celsius: state.last.temperature?.values.at(-1) ?? null,
    celsiusAt: isoOrNull(state.last.temperature?.at ?? null),
    batteryPercent: state.last.battery?.values.at(-1) ?? null,
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    allowance: allowanceUsed(state, terms.profile, asOf),
  };
}

/** Records that are remembered; more are forgotten together. */
const remembered = 500;

/** Reads what was sealed of a head's assignment; it is read once until there is more of it. */
function sealedFrom(database: Database): SealedOf {
  const known = new Map<string, Promise<Reading[]>>();
  return (head) => {
    const whole = [...head.messages].flatMap(([name, { length }]) => (length === 0 ? [name] : []));
    const key = [head.deviceId, head.assignment?.since, head.sealNumber, ...whole].join(' ');
    let sealed = known.get(key);
    if (sealed === undefined) {
      if (known.size >= remembered) known.clear();
      sealed = readSegments(database, head.deviceId, head.assignment);
      sealed.catch(() => known.delete(key));
      known.set(key, sealed);
    }
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
