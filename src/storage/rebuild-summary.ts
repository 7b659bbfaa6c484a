import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ShipmentSummary, summarise } from '../shipments/summary.ts';
import { indexAudit } from './index-audit.ts';
import { indexWords } from './index-words.ts';
import { isDone, readLedger } from './ledger.ts';
import { archiveLedger } from './ledger-markers.ts';
import { pageOfLedgers } from './all-ledgers.ts';
import { listProfiles } from './profiles.ts';
import { archiveProfile } from './store-profile.ts';
import { recordOutcome } from './record-outcome.ts';
import { summaryItem } from './shipments.ts';
import type { Database } from './tables.ts';

/** The outcome of rebuilding a shipment's summary: it was missing, different, or the same byte for byte. */
type Rebuilt = { readonly shipment: string; readonly was: 'missing' | 'different' | 'same' };

/** Rebuilds and replaces the summaries of a page of ledgers, starting after the position `after`. */
export async function rebuildPage(
  database: Database,
  after: string | null,
): Promise<{ rebuilt: Rebuilt[]; last: string | null }> {
  if (after === null) await archiveProfiles(database);
  const { shipments, last } = await pageOfLedgers(database, after);
  const rebuilt: Rebuilt[] = [];
  for (const shipment of shipments) rebuilt.push(await rebuildSummary(database, shipment));
  return { rebuilt, last };
}

async function archiveProfiles(database: Database): Promise<void> {
  if (database.archiveRecord === undefined) return;
  let after: { id: string; version: number } | null = null;
  do {
    const page: Awaited<ReturnType<typeof listProfiles>> = await listProfiles(database, {
      after,
      limit: 100,
    });
    for (const profile of page.profiles) await archiveProfile(database, profile);
    after = page.last;
  } while (after !== null);
}

/** Rebuilds the summary, the rows of the audit trail, the words and the outcome of one ledger, and archives the entries that are not archived yet. */
async function rebuildSummary(database: Database, shipment: string): Promise<Rebuilt> {
  const { client, tables } = database;
  const ledger = await readLedger(database, shipment);
  const { entries } = ledger;
  if (entries.length === 0) throw new Error(`shipment ${shipment} has no ledger`);
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tables.shipments,
      Key: { shipmentId: { S: shipment } },
      ConsistentRead: true,
    }),
  );
  const archivedUpTo = await archiveLedger(database, ledger);
  await indexAudit(database, entries);
  await indexWords(database, entries);
  await recordOutcome(database, entries, { isRepeated: true });
  const summary: ShipmentSummary = summarise(entries);
  const known = Item?.['summary']?.S;
  const item = summaryItem(summary, isDone(database, { ...ledger, archivedUpTo }));
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item: item,
        // A summary that was saved meanwhile from a longer ledger stays.
        ConditionExpression: 'attribute_not_exists(shipmentId) OR #q <= :q',
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: { ':q': item.sequence },
      }),
    );
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return { shipment, was: 'same' };
    throw error;
  }
  const was = known === undefined ? 'missing' : known === item['summary'].S ? 'same' : 'different';
  return { shipment, was };
}
