import { alarmFigures } from '../../shipments/alarm-figures.ts';
import type { Person } from '../../shipments/permissions.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { listShipments } from './list-shipments.ts';

/** Figures about the alarms of shipments, by rule, for one page of shipments. */
export async function alarmReport(
  database: Database,
  person: Person,
  query: ApiRequest<'listAlarms'>['query'],
) {
  const { shipments, next } = await listShipments(database, person, { limit: 25, ...query });
  // A shipment that has not changed since then raised no alarm since then.
  const changed = shipments.filter(({ changedAt }) => changedAt >= (query.since ?? 0));
  const ledgers = await Promise.all(changed.map(({ shipment }) => readLedger(database, shipment)));
  const figures = ledgers.flatMap(({ entries }) => alarmFigures(entries, query.since ?? 0));
  return {
    items: figures.map(({ meanAcknowledgedAfterMs: mean, ...same }) => ({
      ...same,
      meanAcknowledgedAfterSeconds: mean === null ? null : mean / 1000,
    })),
    next,
  };
}
