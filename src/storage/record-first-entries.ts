import { randomUUID } from 'node:crypto';
import { TransactWriteItemsCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { Entry, NewEntry } from '../shipments/ledger.ts';
import { Attempts } from './attempts.ts';
import { type Recorder, chain, ifAbsent, readItem } from './ledger.ts';
import type { Database } from './tables.ts';

/** What one transaction may have: entries, and their bytes together, with room for keys and marks. */
export const mostTogether = 100;
export const mostBytesTogether = 4_000_000;
/** What one entry may have; an item of the table has at most 400 KB. */
export const mostBytesOfEntry = 400_000;

/** The first entry of a shipment that is about to be recorded. */
export type FirstEntry = { readonly shipment: string; readonly next: NewEntry };

/** The entries of a request, together or alone, are larger than a transaction allows. */
export class TooLargeTogether extends Error {}

/**
 * Records the first entries of several shipments, all of them or, if any of the shipments has a ledger already, none.
 * Returns the shipments that have one, none if all were recorded. What follows an entry (its archive copy, the
 * summary of its shipment) is left to the caller.
 * @throws {TooLargeTogether} when the entries are larger than one transaction allows.
 * @throws {Contended} when others write the same ledgers during every attempt.
 */
export async function recordFirstEntries(
  database: Database,
  recorder: Recorder,
  firsts: readonly FirstEntry[],
): Promise<{ readonly taken: readonly string[] }> {
  const { client, tables } = database;
  const entries = firsts.map(({ shipment, next }) => chain(undefined, shipment, recorder, next));
  refuseTooLarge(entries);
  const attempt = randomUUID();
  const attempts = new Attempts(`the ledgers of ${firsts.length} shipments`);
  for (;;) {
    try {
      await client.send(
        new TransactWriteItemsCommand({
          TransactItems: entries.map((entry) => ({
            Put: { TableName: tables.ledger, ...ifAbsent(entry, attempt) },
          })),
        }),
      );
      return { taken: [] };
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      const taken = entries.filter((_, index) => codes[index] === 'ConditionalCheckFailed');
      if (taken.length > 0) {
        // When the answer is lost, the client repeats the request and then meets its own entries.
        const first = await readItem(database, taken[0]!);
        return { taken: first?.['attempt']?.S === attempt ? [] : taken.map(({ shipment }) => shipment) };
      }
      // Otherwise another writer was at one of the entries, or the table is busy: nothing was written.
      if (!codes.some((code) => passing.has(code ?? ''))) throw error;
    }
    await attempts.next();
  }
}

/** Reasons for which a transaction is cancelled and may be repeated. */
const passing: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

function refuseTooLarge(entries: readonly Entry[]): void {
  let together = 0;
  for (const entry of entries) {
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (bytes > mostBytesOfEntry)
      throw new TooLargeTogether(
        `the plan of ${entry.shipment} has ${bytes} bytes, and at most ${mostBytesOfEntry} can be recorded; give its geofences fewer corners`,
      );
    together += bytes;
  }
  if (together > mostBytesTogether)
    throw new TooLargeTogether(
      `these ${entries.length} plans have ${together} bytes together, and at most ${mostBytesTogether} are recorded at once; plan fewer at a time, or give their geofences fewer corners`,
    );
}
