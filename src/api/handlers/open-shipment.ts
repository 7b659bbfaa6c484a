import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { type Action, type Person, mayAt } from '../../shipments/permissions.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import { RequestRefused } from '../http/problem.ts';

/**
 * The ledger of a shipment, for a person who may do this there. A shipment of a site that is not theirs is as one that
 * does not exist.
 */
export async function openShipment(
  database: Database,
  person: Person,
  action: Action,
  shipment: string,
): Promise<readonly Entry[]> {
  const { entries } = await readLedger(database, shipment);
  if (entries.length === 0 || !mayAt(person, 'read-shipment', shipmentOf(entries).site))
    throw new RequestRefused(404, `There is no shipment ${shipment}.`);
  if (!mayAt(person, action, shipmentOf(entries).site))
    throw new RequestRefused(403, `You may not do this at the site ${shipmentOf(entries).site}.`);
  return entries;
}
