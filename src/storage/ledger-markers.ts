import type { Entry } from '../shipments/ledger.ts';
import { recordName } from './archive/archived-record.ts';
import { written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';

/**
 * Archives, in order, the entries of a ledger that are not archived yet. Returns the sequence of the last archived
 * entry.
 */
export async function archiveLedger(database: Database, { entries, archivedUpTo }: Ledger): Promise<number> {
  const { archiveRecord } = database;
  if (archiveRecord === undefined) return archivedUpTo;
  let upTo = archivedUpTo;
  for (const entry of entries.slice(archivedUpTo)) {
    if (
      !(await archiveRecord(
        recordName.entry(entry.shipment, entry.sequence, entry.hash),
        JSON.stringify(entry),
      ))
    )
      break;
    upTo = entry.sequence;
  }
  if (upTo > archivedUpTo) await markArchived(database, entries[0]!.shipment, upTo);
  return upTo;
}

/** Records up to which entry a ledger is in the archive. */
export async function markArchived(database: Database, shipment: string, upTo: number): Promise<void> {
  await mark(database, shipment, archivedPrefix, upTo, Date.now());
}

/** Records that people were notified of an entry. */
export async function markNotified(
  database: Database,
  { shipment, sequence }: Pick<Entry, 'shipment' | 'sequence'>,
  at: number,
): Promise<void> {
  await mark(database, shipment, notifiedPrefix, sequence, at);
  await database.archiveRecord?.(recordName.notified(shipment, sequence), JSON.stringify({ at }));
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

/** A shipment's ledger, with the entries that people were notified of and the number of entries in the archive. */
export type Ledger = {
  readonly entries: readonly Entry[];
  readonly notified: ReadonlySet<number>;
  /** Sequence of the last entry that is in the archive. */
  readonly archivedUpTo: number;
};

/** Key prefix of the markers that are stored with a ledger but outside its chain, by sequence. */
export const notifiedPrefix = 'told#';

export const archivedPrefix = 'kept#';

/** A sequence padded for keys, so that they sort numerically. */
export function numbered(sequence: number): string {
  return String(sequence).padStart(8, '0');
}
