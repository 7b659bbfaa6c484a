import type { Entry } from '../shipments/ledger.ts';
import { readLedger } from './ledger.ts';
import { type RecordOf, readRecords } from './shipment-record.ts';
import type { Database } from './tables.ts';

/** Where the ledgers and the records of legs come from. */
export type LegSources = {
  /** Empty where there is no such shipment. */
  readonly ledgerOf: (shipment: string) => Promise<readonly Entry[]>;
  readonly recordOf: (entries: readonly Entry[]) => Promise<RecordOf>;
};

/** Reads each ledger and each record once, whatever asks for it; that of the given shipment is known already. */
export function legSources(database: Database, entries: readonly Entry[]): LegSources {
  const ledgers = new Map([[entries[0]!.shipment, Promise.resolve(entries)]]);
  const records = new Map<string, Promise<RecordOf>>();
  return {
    async ledgerOf(shipment) {
      const known = ledgers.get(shipment) ?? readLedger(database, shipment).then((read) => read.entries);
      ledgers.set(shipment, known);
      return known;
    },
    async recordOf(ledger) {
      const { shipment } = ledger[0]!;
      const known = records.get(shipment) ?? readRecords(database, ledger);
      records.set(shipment, known);
      return known;
    },
  };
}
