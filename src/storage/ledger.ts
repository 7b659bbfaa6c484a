import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  PutItemCommand,
  TransactionConflictException,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { sha256OfJson } from '../model/digest.ts';
import type { Entry, NewEntry } from '../shipments/ledger.ts';
import { summarise } from '../shipments/summary.ts';
import { unnotifiedOf } from '../shipments/notifiable-entries.ts';
import { mayChangeWords } from '../shipments/search-words.ts';
import { Attempts } from './attempts.ts';
import { indexAudit } from './index-audit.ts';
import { keyOf, readItem } from './ledger-entries.ts';
import { type Ledger, archiveLedger, archivedPrefix, notifiedPrefix } from './ledger-markers.ts';
import { indexWords } from './index-words.ts';
import { recordOutcome } from './record-outcome.ts';
import { monitorUntilSaved, saveSummary } from './shipments.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

export { keyOf, readEntry, readFirstEntry, readItem } from './ledger-entries.ts';

/** Reads a ledger as it is now. */
export async function readLedger({ client, tables }: Database, shipment: string): Promise<Ledger> {
  const entries: Entry[] = [];
  const notified = new Set<number>();
  let archivedUpTo = 0;
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.ledger,
      KeyConditionExpression: 'shipmentId = :s',
      ExpressionAttributeValues: { ':s': { S: shipment } },
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages)
    for (const item of Items ?? []) {
      const sequence = readable('ledger', item)['sequence']!.S!;
      if (sequence.startsWith(notifiedPrefix)) notified.add(Number(sequence.slice(notifiedPrefix.length)));
      else if (sequence.startsWith(archivedPrefix))
        archivedUpTo = Math.max(archivedUpTo, Number(sequence.slice(archivedPrefix.length)));
      else entries.push(JSON.parse(item['entry']!.S!) as Entry);
    }
  return { entries, notified, archivedUpTo };
}

/** The name to record under, and the clock (epoch milliseconds). */
export type Recorder = { readonly by: string; readonly now: () => number };

/** Returns the entries to record, given the current ledger. Anything else that it needs, it reads at each call. */
export type Decide = (entries: readonly Entry[]) => readonly NewEntry[] | Promise<readonly NewEntry[]>;

/**
 * Records what `decide` finds missing in the ledger, each entry chained to the previous one. When another writer
 * overtakes the call, it starts again with a fresh ledger and a new decision, so that no entry is based on less than
 * the entries before it. Returns the ledger, and the entries that this call put.
 * @throws {Contended} when others overtake every attempt. Entries that were put by then stay, and whoever processes
 * the ledger next notifies people of them.
 */
export async function record(
  database: Database,
  shipment: string,
  recorder: Recorder,
  decide: Decide,
): Promise<{ ledger: Ledger; put: readonly Entry[] }> {
  const put: Entry[] = [];
  const attempts = new Attempts(`the ledger of shipment ${shipment}`);
  for (; ; await attempts.next()) {
    const { entries, notified, archivedUpTo } = await readLedger(database, shipment);
    const chained = [...entries];
    let isOvertaken = false;
    const found = await decide(entries);
    if (found.length > 0 && entries.length > 0) await monitorUntilSaved(database, summarise(entries));
    for (const next of found) {
      const entry = chain(chained.at(-1), shipment, recorder, next);
      isOvertaken = !(await putIfAbsent(database, entry));
      if (isOvertaken) break;
      chained.push(entry);
      put.push(entry);
    }
    if (isOvertaken) continue;
    // The summary is saved even where nothing was put, because the writer of the last entry may have crashed before
    // saving it.
    const ledger = { entries: chained, notified, archivedUpTo };
    const archived = { ...ledger, archivedUpTo: await archiveLedger(database, ledger) };
    if (chained.length > 0) await project(database, archived, entries);
    return { ledger: archived, put };
  }
}

/**
 * Brings what is computed from a ledger up to date: its summary, its rows of the audit trail, its outcome where it has
 * ended and, where `before` lacks them, its words.
 */
async function project(database: Database, ledger: Ledger, before: readonly Entry[]): Promise<void> {
  const { entries } = ledger;
  await indexAudit(database, entries, before.length);
  // The words come first. While the summary is missing, the next writer knows that words may be missing as well.
  if (mayChangeWords(entries.slice(before.length))) await indexWords(database, entries, before);
  // So does the outcome, which is counted exactly once, however often this is repeated.
  await recordOutcome(database, entries);
  const summary = summarise(entries);
  // The sensors of a shipment that was just cancelled are still to be set free.
  const isLeft = entries.slice(before.length).some(({ fact }) => fact.kind === 'shipment-cancelled');
  const isDoneNow = summary.isWatched || (!isLeft && isDone(database, ledger));
  const save = (how: { after?: number; isBehind?: boolean } = {}): Promise<number | null> =>
    saveSummary(database, summary, { isDone: isDoneNow, ...how });
  if (before.length === 0) {
    await save();
    return;
  }
  if (entries.length > before.length && (await save({ after: before.length })) !== null) return;
  // The writer of entries without a summary may have crashed before this. Whoever completes it may crash as well, so
  // that the summary counts as missing until then.
  const replaced = await save({ isBehind: true });
  if (replaced === null) return;
  await indexAudit(database, before, replaced);
  if (mayChangeWords(before.slice(replaced))) await indexWords(database, entries);
  await save();
}

/**
 * Whether no work is left for a ledger as it is: every entry is archived, and people were notified of those that they
 * should know.
 */
export function isDone(
  { archiveRecord }: Pick<Database, 'archiveRecord'>,
  { entries, notified, archivedUpTo }: Ledger,
): boolean {
  const isArchived = archiveRecord === undefined || archivedUpTo === entries.length;
  return isArchived && unnotifiedOf({ entries, notified }).length === 0;
}

/** The entry that follows the last one of a ledger; `last` is undefined for its first. */
export function chain(
  last: Entry | undefined,
  shipment: string,
  { by, now }: Recorder,
  next: NewEntry,
): Entry {
  const unhashed = {
    shipment,
    sequence: (last?.sequence ?? 0) + 1,
    // A clock that was set back must not date an entry before the previous one.
    recordedAt: Math.max(now(), last?.recordedAt ?? -Infinity),
    by,
    why: next.why,
    fact: next.fact,
    ...(next.request !== undefined && { request: next.request }),
    previous: last?.hash ?? null,
  };
  return { ...unhashed, hash: sha256OfJson(unhashed) };
}

async function putIfAbsent({ client, tables }: Database, entry: Entry): Promise<boolean> {
  // Two writers that detect the same in the same millisecond write equal entries. The attempt's id shows which of
  // them put the entry and so notifies.
  const attempt = randomUUID();
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.ledger,
        ...ifAbsent(entry, attempt),
      }),
    );
    return true;
  } catch (error) {
    // A transaction that is writing this entry wins or fails; either way this call decides again.
    if (error instanceof TransactionConflictException) return false;
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // When the response is lost, the client repeats the request and then meets its own entry.
    const there = await readItem({ client, tables }, entry);
    return there?.['attempt']?.S === attempt;
  }
}

/** What puts an entry if there is none of its sequence; `attempt` identifies who put it. */
export function ifAbsent(entry: Entry, attempt: string) {
  return {
    Item: { ...keyOf(entry), ...written, entry: { S: JSON.stringify(entry) }, attempt: { S: attempt } },
    ConditionExpression: 'attribute_not_exists(shipmentId)',
  };
}
