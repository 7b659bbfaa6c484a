import type * as z from 'zod/mini';
import type * as answers from '../../../contract/api/answers.ts';
import { advance } from '../../../domain/advance.ts';
import { allowanceUsed } from '../../../domain/allowance-used.ts';
import { newestReading } from '../../../domain/device-state.ts';
import { type Person, mayAt } from '../../../domain/rights.ts';
import type { ShipmentSummary } from '../../../domain/summary.ts';
import { readHeads } from '../../../store/append.ts';
import { type Head, pointsToJournal, readingsOf } from '../../../store/head.ts';
import { watchedShipments } from '../../../store/shipments.ts';
import type { Database } from '../../../store/tables.ts';
import { termsFrom } from '../../../store/terms.ts';
import { cursorOf, placeOf } from './pages.ts';
import { iso, isoOrNull, printSummary } from './print.ts';

type Asked = {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  readonly since?: number | undefined;
};
type Place = { readonly changedAt: number; readonly seen: readonly string[] };
type TermsOf = ReturnType<typeof termsFrom>;

/** Lists are a little behind their ledgers: what changed so shortly before is looked at again. */
const behindMs = 15_000;

/** Makes a reader of boards, which reads profiles and routes once. */
export function boardOf(database: Database) {
  const termsOf = termsFrom(database);
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
              return head?.assignment?.shipment === summary.shipment ? [heardOf(head, termsOf, asOf)] : [];
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
  asOf: number,
): Promise<z.output<typeof answers.lastHeard>> {
  const terms = await termsOf(head.assignment!);
  const { state, late } = advance(head.state, readingsOf(head), terms, asOf);
  const readAt = newestReading(state);
  const [latitude = null, longitude = null] = state.last.location?.values ?? [];
  // What came late is judged from the record, which is too much to read here.
  const isWhole = !late && !pointsToJournal(head);
  return {
    device: head.deviceId,
    role: head.assignment!.role,
    readAt: isoOrNull(Number.isFinite(readAt) ? readAt : null),
    celsius: state.last.temperature?.values.at(-1) ?? null,
    batteryPercent: state.last.battery?.values.at(-1) ?? null,
    latitude,
    longitude,
    allowance: isWhole ? allowanceUsed(state, terms.profile, asOf) : null,
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
