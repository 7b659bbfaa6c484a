import { GetItemCommand, PutItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { type ShipmentSummary, summarise } from '../domain/summary.ts';
import { readLedger } from './ledger.ts';
import { summaryItem } from './shipments.ts';
import type { Database } from './tables.ts';

/** What became of a shipment's projection: it was missing, or it differed, or it was the same byte for byte. */
export type Rebuilt = { readonly shipment: string; readonly was: 'missing' | 'different' | 'same' };

/** Makes the projection of every ledger anew. What is there is replaced. */
export async function* rebuildSummaries(database: Database): AsyncGenerator<Rebuilt> {
  const { client, tables } = database;
  const pages = paginateScan(
    { client },
    {
      TableName: tables.ledger,
      FilterExpression: '#s = :first',
      ExpressionAttributeNames: { '#s': 'sequence' },
      ExpressionAttributeValues: { ':first': { S: '00000001' } },
      ConsistentRead: true,
    },
  );
  for await (const { Items } of pages)
    for (const item of Items ?? []) yield rebuildSummary(database, item['shipmentId']!.S!);
}

/** Makes the projection of one ledger anew. */
async function rebuildSummary(database: Database, shipment: string): Promise<Rebuilt> {
  const { client, tables } = database;
  const { entries } = await readLedger(database, shipment);
  if (entries.length === 0) throw new Error(`shipment ${shipment} has no ledger`);
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tables.shipments,
      Key: { shipmentId: { S: shipment } },
      ConsistentRead: true,
    }),
  );
  const summary: ShipmentSummary = summarise(entries);
  const known = Item?.['summary']?.S;
  const item = summaryItem(summary);
  await client.send(new PutItemCommand({ TableName: tables.shipments, Item: item }));
  const was = known === undefined ? 'missing' : known === item['summary'].S ? 'same' : 'different';
  return { shipment, was };
}
