import { type Actor, requestOf } from '../../storage/execute-action.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { openShipment } from './open-shipment.ts';

type ActionRequest = Pick<ApiRequest<'depart'>, 'person' | 'action' | 'path' | 'actor'> & {
  readonly body: { readonly basedOn: number };
};

/** Executes an action on a shipment if the person may do it, and returns the resulting ledger entry. */
export async function executeForPerson(
  database: Database,
  request: ActionRequest,
  execute: (
    shipment: string,
    actor: Actor,
    entries: Awaited<ReturnType<typeof openShipment>>,
  ) => Promise<void>,
) {
  const { person, action, path, body, actor } = request;
  const shipment = path['shipment']!;
  const entries = await openShipment(database, person, action, shipment);
  const own = actor(body.basedOn);
  await execute(shipment, own, entries);
  return lastEntryOf(database, shipment, own);
}

/** The entry that a request made, also for a repeated request; the last entry of the ledger if it made none. */
export async function lastEntryOf(database: Database, shipment: string, actor: Actor) {
  const { entries } = await readLedger(database, shipment);
  const { request } = requestOf(actor);
  const own = request === undefined ? undefined : entries.find((entry) => entry.request === request);
  const { sequence, hash } = own ?? entries.at(-1)!;
  return { shipment, sequence, hash };
}
