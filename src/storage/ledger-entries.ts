import { QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Entry } from '../shipments/ledger.ts';
import type { Item } from './device-item.ts';
import { numbered } from './ledger-markers.ts';
import { readable } from './schema-version.ts';
import type { Database } from './tables.ts';

/** A shipment's first entry, which never changes; null where there is no such shipment. */
export async function readFirstEntry(database: Database, shipment: string): Promise<Entry | null> {
  return readEntry(database, { shipment, sequence: 1 });
}

/** One entry of a ledger, which never changes; null where there is no such entry. */
export async function readEntry(
  database: Database,
  entry: Pick<Entry, 'shipment' | 'sequence'>,
): Promise<Entry | null> {
  const item = await readItem(database, entry);
  return item === null ? null : (JSON.parse(item['entry']!.S!) as Entry);
}

/** The item of an entry as it is now; null where there is none. */
export async function readItem(
  { client, tables }: Database,
  entry: Pick<Entry, 'shipment' | 'sequence'>,
): Promise<Item | null> {
  const { shipmentId, sequence } = keyOf(entry);
  // A query, like every other read of a ledger, so that one permission is enough.
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tables.ledger,
      KeyConditionExpression: 'shipmentId = :s AND #n = :n',
      ExpressionAttributeNames: { '#n': 'sequence' },
      ExpressionAttributeValues: { ':s': shipmentId, ':n': sequence },
      ConsistentRead: true,
    }),
  );
  return Items[0] === undefined ? null : readable('ledger', Items[0]);
}

/** The key of an entry. */
export function keyOf({ shipment, sequence }: Pick<Entry, 'shipment' | 'sequence'>) {
  return { shipmentId: { S: shipment }, sequence: { S: numbered(sequence) } };
}
