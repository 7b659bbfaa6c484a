import { readLedger } from '../../src/storage/ledger.ts';
import type { Ledger } from '../../src/storage/ledger-markers.ts';
import { type RecordOf, readRecords } from '../../src/storage/shipment-record.ts';
import type { Database } from '../../src/storage/tables.ts';

/** Reads a shipment's ledger and journals as they are now; null where there is no such shipment. */
export async function readShipmentRecord(
  database: Database,
  shipment: string,
): Promise<(Pick<Ledger, 'entries' | 'notified'> & { recordOf: RecordOf }) | null> {
  const { entries, notified } = await readLedger(database, shipment);
  return entries.length === 0 ? null : { entries, notified, recordOf: await readRecords(database, entries) };
}
