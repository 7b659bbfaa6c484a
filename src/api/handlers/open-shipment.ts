import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { type Action, type Person, mayAt } from '../../shipments/permissions.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';

/**
 * Reads the ledger of a shipment for a person who may perform the action at its site. To people of other sites the
 * shipment seems not to exist.
 * @throws {RequestRefused} 404 when there is no such shipment or the person may not read it, 403 when the person may
 * not perform the action.
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

/** The same for the shipment in the path of a request. */
export async function openRequested(
  database: Database,
  { person, action, path }: Pick<ApiRequest<'showShipment'>, 'person' | 'action' | 'path'>,
): Promise<readonly Entry[]> {
  return openShipment(database, person, action, path['shipment']!);
}
