import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type ShipmentSummary, summarise } from '../shipments/summary.ts';
import { isDone, readLedger } from './ledger.ts';
import { archiveLedger } from './ledger-markers.ts';
import { pageOfLedgers } from './all-ledgers.ts';
import { archiveProfile, listProfiles } from './profiles.ts';
import { summaryItem } from './shipments.ts';
import type { Database } from './tables.ts';

/** What became of a shipment's projection: it was missing, or it differed, or it was the same byte for byte. */
export type Rebuilt = { readonly shipment: string; readonly was: 'missing' | 'different' | 'same' };

/** Makes the projections of some ledgers anew, those after the place `after`. What is there is replaced. */
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
    for (const kept of page.profiles) await archiveProfile(database, kept);
    after = page.last;
  } while (after !== null);
}

/** Makes the projection of one ledger anew, and keeps in the archive what is not there yet. */
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
  const summary: ShipmentSummary = summarise(entries);
  const known = Item?.['summary']?.S;
  const item = summaryItem(summary, isDone(database, { ...ledger, archivedUpTo }));
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item: item,
        // What was projected meanwhile from a longer ledger stays.
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
