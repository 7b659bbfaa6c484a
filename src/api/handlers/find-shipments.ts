import { type Person, mayAt, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { typedWords } from '../../shipments/typed-words.ts';
import {
  isSearchable,
  candidatesFor,
  matching,
  mostCandidates,
  sitesWithShipments,
} from '../../storage/find-by-words.ts';
import { readSummaries } from '../../storage/shipments.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf, isMoment, placeOf } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';

/** The last shipment of the page before. */
type Place = { readonly changedAt: number; readonly shipment: string };

/**
 * One page of the shipments that a person may see and that have every word of a text, latest change first. A shipment
 * that changes while someone turns the pages moves to the first one.
 * @throws {RequestRefused} 400 when the cursor is not one of ours, or the words are too short or too general.
 */
export async function findShipments(
  database: Database,
  person: Person,
  { text, site, cursor, limit = 25 }: ApiRequest<'findShipments'>['query'],
): Promise<{ shipments: ShipmentSummary[]; next: string | null }> {
  const place = placeOf(cursor, isPlace);
  const typed = typedWords(text);
  if (!typed.some(isSearchable))
    throw new RequestRefused(400, 'text: must have a word of two letters or digits at least');
  const sites = sitesFor(person, 'read-shipment') ?? (await sitesWithShipments(database));
  const wanted = sites.filter((each) => site === undefined || each === site);
  const found = await candidatesFor(database, wanted, typed);
  if (found === 'too general')
    throw new RequestRefused(
      400,
      `text: these words are too general, each belongs to more than ${mostCandidates} shipments; add a number, a lot, a label or a logger`,
    );
  const inOrder = (await readSummaries(database, found.shipments))
    .filter((summary) => mayAt(person, 'read-shipment', summary.site) && wanted.includes(summary.site))
    .toSorted(byChange)
    .filter((summary) => place === null || byChange(place, summary) < 0);
  const shipments: ShipmentSummary[] = [];
  for (let from = 0; from < inOrder.length && shipments.length <= limit; from += limit) {
    const some = inOrder.slice(from, from + limit);
    const ids = await matching(
      database,
      some.map(({ shipment }) => shipment),
      typed,
    );
    shipments.push(...some.filter(({ shipment }) => ids.has(shipment)));
  }
  const page = shipments.slice(0, limit);
  const isLast = shipments.length <= limit;
  return { shipments: page, next: isLast ? null : cursorOf(placeOfSummary(page.at(-1)!)) };
}

/** Latest change first; of the same moment by id. */
function byChange(a: Place, b: Place): number {
  return b.changedAt - a.changedAt || (a.shipment < b.shipment ? -1 : a.shipment > b.shipment ? 1 : 0);
}

function placeOfSummary({ changedAt, shipment }: ShipmentSummary): Place {
  return { changedAt, shipment };
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false;
  const { changedAt, shipment } = place as Record<string, unknown>;
  return isMoment(changedAt) && typeof shipment === 'string';
}
