import { type Person, sitesFor } from '../../shipments/permissions.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { type ShipmentList, readShipments } from '../../storage/shipments.ts';
import type { Database } from '../../storage/tables.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import { type ShipmentStatus, shipmentStatuses } from '../../model/enumerations.ts';

type Asked = {
  readonly site?: string | undefined;
  readonly status?: ShipmentStatus | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
};

type Place = { readonly list: number; readonly after: string | null };

/**
 * One page of the shipments that a person may see, ordered by status, then site, then id.
 * @throws {RequestRefused} when the cursor is not one of ours.
 */
export async function listShipments(
  database: Database,
  person: Person,
  { site, status, cursor, limit = 50 }: Asked,
): Promise<{ shipments: ShipmentSummary[]; next: string | null }> {
  const lists = (status === undefined ? shipmentStatuses : [status]).flatMap((each) =>
    sitesOf(person, site).map((own): ShipmentList => ({ site: own, status: each })),
  );
  const shipments: ShipmentSummary[] = [];
  let { list, after } = placeOf(cursor, isPlace) ?? { list: 0, after: null };
  while (list < lists.length && shipments.length < limit) {
    const page = await readShipments(database, lists[list]!, { after, limit: limit - shipments.length });
    shipments.push(...page.shipments);
    after = page.last;
    if (after === null) list++;
  }
  return { shipments, next: list < lists.length ? cursorOf({ list, after }) : null };
}

/** The requested sites that the person may see; null means all sites at once. */
function sitesOf(person: Person, site: string | undefined): (string | null)[] {
  const sites = sitesFor(person, 'read-shipment');
  if (sites === null) return [site ?? null];
  return sites.filter((own) => site === undefined || own === site).toSorted();
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false;
  const { list, after } = place as Record<string, unknown>;
  return (
    Number.isInteger(list) &&
    Number(list) >= 0 &&
    (after === null || (typeof after === 'string' && /^\S{1,64}$/.test(after)))
  );
}
