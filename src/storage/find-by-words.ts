import { QueryCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { concurrently } from '../runtime/concurrently.ts';
import { areFound } from '../shipments/typed-words.ts';
import { readMany } from './read-many.ts';
import { readable } from './schema-version.ts';
import { charactersOfKey, partitionOfWord, shipmentOfWord, sitesKey, wordsKey } from './search-items.ts';
import type { Database } from './tables.ts';

/** The most items of the index that are read for one word. */
export const mostCandidates = 1000;
/** The most words that are queried; the others are compared with the words of what was found. */
const maxQueriedWords = 4;
/** Queries of a word that are under way at a time, where there are several sites. */
const atOnce = 10;

/** The shipments in question; or every word of the search belongs to more than `mostCandidates` of them. */
type Candidates = { readonly shipments: readonly string[] } | 'too general';

/**
 * The shipments of these sites that the index has for the words of a search, in no particular order. Some of them may
 * turn out not to match: see `matching`. Words are folded, and one at least is long enough to be searched for.
 */
export async function candidatesFor(
  database: Database,
  sites: readonly string[],
  typed: readonly string[],
): Promise<Candidates> {
  const lists = await Promise.all(mostSelective(typed).map((word) => shipmentsUnder(database, sites, word)));
  const [first, ...others] = lists.filter((list) => list !== null);
  if (first === undefined) return 'too general';
  return { shipments: [...first].filter((shipment) => others.every((list) => list.has(shipment))) };
}

/** Whether a word is long enough to be searched for in the index. */
export function isSearchable(word: string): boolean {
  return Array.from(word).length >= charactersOfKey;
}

/** The words that few shipments have: those with digits, and the long ones. */
function mostSelective(typed: readonly string[]): string[] {
  const hasDigit = (word: string): number => Number(/\p{N}/u.test(word));
  return typed
    .filter(isSearchable)
    .toSorted((a, b) => hasDigit(b) - hasDigit(a) || b.length - a.length)
    .slice(0, maxQueriedWords);
}

/** The shipments with a word that begins so; null if there may be more than can be read. */
async function shipmentsUnder(
  { client, tables }: Database,
  sites: readonly string[],
  word: string,
): Promise<ReadonlySet<string> | null> {
  const shipments = new Set<string>();
  let left = mostCandidates;
  await concurrently(sites, Math.min(atOnce, sites.length), async (site) => {
    if (left < 0) return;
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: tables.search,
        KeyConditionExpression: '#u = :u AND begins_with(#i, :w)',
        ExpressionAttributeNames: { '#u': 'under', '#i': 'item' },
        ExpressionAttributeValues: { ':u': { S: partitionOfWord(site, word) }, ':w': { S: word } },
        Limit: mostCandidates + 1,
      }),
    );
    for (const item of Items) shipments.add(shipmentOfWord(readable('search', item)['item']!.S!));
    left -= LastEvaluatedKey === undefined ? Items.length : mostCandidates + 1;
  });
  return left < 0 ? null : shipments;
}

/** Those of these shipments that have all the words of a search now. */
export async function matching(
  { client, tables }: Database,
  shipments: readonly string[],
  typed: readonly string[],
): Promise<ReadonlySet<string>> {
  const items = await readMany(client, tables.search, shipments.map(wordsKey));
  const found = items.filter((item) => areFound(typed, readable('search', item)['words']!.S!.split(' ')));
  return new Set(found.map((item) => item['under']!.S!.slice(1)));
}

/** The sites that have or had shipments. */
export async function sitesWithShipments({ client, tables }: Database): Promise<string[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.search,
      KeyConditionExpression: '#u = :u',
      ExpressionAttributeNames: { '#u': 'under' },
      ExpressionAttributeValues: { ':u': sitesKey },
    },
  );
  const sites: string[] = [];
  for await (const { Items = [] } of pages) sites.push(...Items.map((item) => item['item']!.S!));
  return sites;
}
