import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { ShipmentSummary } from '../domain/summary.ts';
import type { Database } from './tables.ts';

/** Indexes of the table, by their key. */
export const shipmentIndexes = { byStatus: 'by-status', bySite: 'by-site' } as const;

/** A projection as its table has it. */
export function summaryItem(summary: ShipmentSummary) {
  return {
    shipmentId: { S: summary.shipment },
    status: { S: summary.status },
    site: { S: summary.site },
    sequence: { N: String(summary.sequence) },
    summary: { S: JSON.stringify(summary) },
  };
}

/** Saves a projection, unless one of a longer ledger is there. */
export async function saveSummary({ client, tables }: Database, summary: ShipmentSummary): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.shipments,
        Item: summaryItem(summary),
        ConditionExpression: 'attribute_not_exists(shipmentId) OR #q < :q',
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: { ':q': { N: String(summary.sequence) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Shipments on their way, page by page. */
export async function* activeShipments({ client, tables }: Database): AsyncGenerator<ShipmentSummary> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.shipments,
      IndexName: shipmentIndexes.byStatus,
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'active' satisfies ShipmentSummary['status'] } },
    },
  );
  for await (const { Items } of pages)
    for (const item of Items ?? []) yield JSON.parse(item['summary']!.S!) as ShipmentSummary;
}
