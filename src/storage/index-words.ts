import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { concurrently } from '../runtime/concurrently.ts';
import { shipmentOf, type Entry } from '../shipments/ledger.ts';
import { searchWords } from '../shipments/search-words.ts';
import type { Item } from './device-item.ts';
import { written } from './schema-version.ts';
import { siteItem, wordItem, wordsKey } from './search-items.ts';
import type { Database } from './tables.ts';

/** Writes that are under way at a time. */
const atOnce = 25;

/**
 * Brings the index of words up to date with a ledger. Only what differs from the words of `known`, the ledger as it was
 * indexed before, is written; all of it without `known`. Repeating the call is a no-op.
 *
 * A word that no longer belongs to a shipment stays in the index and is left out when it is read: deleting it could
 * overtake a writer that adds it again.
 */
export async function indexWords(
  database: Database,
  entries: readonly Entry[],
  known: readonly Entry[] = [],
): Promise<void> {
  const words = searchWords(entries);
  const before = known.length === 0 ? [] : searchWords(known);
  const added = words.filter((word) => !before.includes(word));
  if (added.length === 0 && words.length === before.length) return;
  const { shipment } = entries[0]!;
  const { site } = shipmentOf(entries);
  await putWords(database, shipment, words, entries.length);
  const items = added.map((word): Item => wordItem(site, word, shipment));
  if (known.length === 0) items.push(siteItem(site));
  await concurrently(items, atOnce, async (item) => {
    await database.client.send(new PutItemCommand({ TableName: database.tables.search, Item: item }));
  });
}

/** Stores all words of a shipment, unless those of a longer ledger are stored. */
async function putWords(
  { client, tables }: Database,
  shipment: string,
  words: readonly string[],
  sequence: number,
): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.search,
        Item: {
          ...wordsKey(shipment),
          ...written,
          words: { S: words.join(' ') },
          sequence: { N: String(sequence) },
        },
        ConditionExpression: 'attribute_not_exists(#q) OR #q <= :q',
        ExpressionAttributeNames: { '#q': 'sequence' },
        ExpressionAttributeValues: { ':q': { N: String(sequence) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
