import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { recordName } from './archive/archived-record.ts';
import type { Entry } from '../shipments/ledger.ts';
import { written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { type Ledger, keptPrefix, numbered, toldPrefix } from './ledger-keys.ts';

/** Keeps in the archive what of a ledger is not there yet, in its order. Returns up to which entry it is there. */
export async function keepLedger(database: Database, { entries, keptUpTo }: Ledger): Promise<number> {
  const { keep } = database;
  if (keep === undefined) return keptUpTo;
  let upTo = keptUpTo;
  for (const entry of entries.slice(keptUpTo)) {
    if (!(await keep(recordName.entry(entry.shipment, entry.sequence, entry.hash), JSON.stringify(entry))))
      break;
    upTo = entry.sequence;
  }
  if (upTo > keptUpTo) await markKept(database, entries[0]!.shipment, upTo);
  return upTo;
}

/** Notes up to which entry a ledger is in the archive. */
export async function markKept(database: Database, shipment: string, upTo: number): Promise<void> {
  await mark(database, shipment, keptPrefix, upTo, Date.now());
}

/** Notes that people have been told of an entry. */
export async function markTold(
  database: Database,
  { shipment, sequence }: Pick<Entry, 'shipment' | 'sequence'>,
  at: number,
): Promise<void> {
  await mark(database, shipment, toldPrefix, sequence, at);
  await database.keep?.(recordName.told(shipment, sequence), JSON.stringify({ at }));
}

async function mark(
  { client, tables }: Database,
  shipment: string,
  prefix: string,
  sequence: number,
  at: number,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: tables.ledger,
      Item: {
        shipmentId: { S: shipment },
        ...written,
        sequence: { S: `${prefix}${numbered(sequence)}` },
        at: { N: String(at) },
      },
    }),
  );
}
