import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Database } from './tables.ts';

/** Ledger items that one page reads. */
const itemsOfPage = 500;

/**
 * A page of the shipments that have a ledger, in table order, starting after the position `after`. `last` is the
 * position after which the next page begins.
 */
export async function pageOfLedgers(
  { client, tables }: Database,
  after: string | null,
): Promise<{ shipments: string[]; last: string | null }> {
  const { Items = [], LastEvaluatedKey: last } = await client.send(
    new ScanCommand({
      TableName: tables.ledger,
      FilterExpression: '#s = :first',
      ExpressionAttributeNames: { '#s': 'sequence' },
      ExpressionAttributeValues: { ':first': { S: '00000001' } },
      ConsistentRead: true,
      Limit: itemsOfPage,
      ...(after !== null && { ExclusiveStartKey: placeOf(after) }),
    }),
  );
  return {
    shipments: Items.map((item) => item['shipmentId']!.S!),
    last: last === undefined ? null : `${last['sequence']!.S!} ${last['shipmentId']!.S!}`,
  };
}

/** All shipments that have a ledger. */
export async function* allLedgers(database: Database): AsyncGenerator<string> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageOfLedgers>> = await pageOfLedgers(database, after);
    yield* page.shipments;
    after = page.last;
  } while (after !== null);
}

function placeOf(after: string) {
  const cut = after.indexOf(' ');
  return { shipmentId: { S: after.slice(cut + 1) }, sequence: { S: after.slice(0, cut) } };
}
