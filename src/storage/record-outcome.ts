import {
  GetItemCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { type Cell, cellId } from '../insights/cell.ts';
import { type Figures, noFigures, withFigures } from '../insights/figures.ts';
import { type Outcome, outcomeOf } from '../insights/outcome.ts';
import { sha256OfJson } from '../model/digest.ts';
import type { Entry } from '../shipments/ledger.ts';
import { Attempts } from './attempts.ts';
import type { Item } from './device-item.ts';
import {
  countersIn,
  countersItem,
  countersKey,
  outcomeItem,
  outcomeKey,
  storedOutcome,
} from './insight-items.ts';
import { readRecords } from './shipment-record.ts';
import type { Database } from './tables.ts';

/**
 * Records the outcome of an ended shipment, and moves the counters by the difference to the outcome recorded before, in
 * one transaction: whatever stops in between, each shipment is counted exactly once. A shipment that has not ended has no
 * outcome, and costs nothing here. An outcome of this ledger or a longer one stays, unless `isRepeated`: then it is
 * computed again from the readings as they are now, and replaced if it differs.
 * @throws {Contended} when others change the same counters during every attempt.
 */
export async function recordOutcome(
  database: Database,
  entries: readonly Entry[],
  { isRepeated = false } = {},
): Promise<void> {
  if (!hasEnded(entries)) return;
  const { shipment } = entries[0]!;
  const { length: sequence } = entries;
  const isCurrent = (known: number): boolean => known > sequence || (known === sequence && !isRepeated);
  const attempts = new Attempts(`the outcome of ${shipment} or its counters`);
  let outcome: Outcome | null = null;
  for (; ; await attempts.next()) {
    const item = await read(database, outcomeKey(shipment));
    const before = item === null ? null : storedOutcome(item);
    if (before !== null && isCurrent(before.sequence)) return;
    outcome ??= outcomeOf(entries, await readRecords(database, entries));
    if (outcome === null) return;
    if (before?.sequence === sequence && sha256OfJson(before.outcome) === sha256OfJson(outcome)) return;
    const after = { outcome, sequence, version: (before?.version ?? 0) + 1 };
    const puts = [
      { item: outcomeItem(shipment, after), version: before?.version ?? null },
      ...(await changedCounters(database, before?.outcome ?? null, outcome)),
    ];
    if (await putTogether(database, puts)) return;
    // The client may have repeated a request whose answer was lost. Then the next attempt finds the outcome recorded.
  }
}

/** A quick answer without readings: only a decision and a cancellation end a shipment. */
function hasEnded(entries: readonly Entry[]): boolean {
  return entries.some(({ fact }) => fact.kind === 'receipt-signed' || fact.kind === 'shipment-cancelled');
}

/** An item to put, and the version that it replaces; null where there is none yet. */
type Put = { readonly item: Item; readonly version: number | null };

/** The counters that differ once one outcome takes the place of another. */
async function changedCounters(database: Database, before: Outcome | null, after: Outcome): Promise<Put[]> {
  const isSameCell =
    before !== null && before.cell.month === after.cell.month && cellId(before.cell) === cellId(after.cell);
  const changes: (readonly [Cell, Figures])[] = isSameCell
    ? [[after.cell, withFigures(after.figures, before.figures, -1)]]
    : [
        [after.cell, after.figures],
        ...(before === null ? [] : [[before.cell, withFigures(noFigures, before.figures, -1)] as const]),
      ];
  const puts: Put[] = [];
  for (const [cell, change] of changes) {
    if (Object.values(change).every((by) => by === 0)) continue;
    const item = await read(database, countersKey(cell));
    const known = item === null ? null : countersIn(item);
    puts.push({
      item: countersItem(cell, withFigures(known?.figures ?? noFigures, change), (known?.version ?? 0) + 1),
      version: known?.version ?? null,
    });
  }
  return puts;
}

async function read({ client, tables }: Database, key: Item): Promise<Item | null> {
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: tables.insights, Key: key, ConsistentRead: true }),
  );
  return item ?? null;
}

/** Puts all items, or none if any of them was changed since it was read. */
async function putTogether({ client, tables }: Database, puts: readonly Put[]): Promise<boolean> {
  try {
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: puts.map(({ item, version }) => ({
          Put: {
            TableName: tables.insights,
            Item: item,
            ...unchangedSince(version),
          },
        })),
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
    if (codes.some((code) => code === 'ValidationError')) throw error;
    return false;
  }
}

/** The condition that an item is still of the version that was read, or still absent. */
function unchangedSince(version: number | null) {
  return {
    ConditionExpression: version === null ? 'attribute_not_exists(#n)' : '#n = :n',
    ExpressionAttributeNames: { '#n': 'version' },
    ...(version !== null && { ExpressionAttributeValues: { ':n': { N: String(version) } } }),
  };
}
