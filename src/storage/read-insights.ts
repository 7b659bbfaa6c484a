import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Counted } from '../insights/insight-rows.ts';
import { concurrently } from '../runtime/concurrently.ts';
import { countersIn, ownerOfCounters } from './insight-items.ts';
import type { Database } from './tables.ts';

/** Queries that are under way at a time. */
const atOnce = 10;

/**
 * The counters of sites in months, as 2026-11, in no particular order. There is one query for each site and month, and
 * one item for each combination of lane, carrier and packaging, however many shipments ended.
 */
export async function readInsights(
  { client, tables }: Database,
  sites: readonly string[],
  months: readonly string[],
): Promise<Counted[]> {
  const owners = [...new Set(sites)].flatMap((site) =>
    months.map((month) => ownerOfCounters({ site, month })),
  );
  const counted: Counted[] = [];
  await concurrently(owners, atOnce, async (owner) => {
    const pages = paginateQuery(
      { client },
      {
        TableName: tables.insights,
        KeyConditionExpression: '#o = :o',
        ExpressionAttributeNames: { '#o': 'owner' },
        ExpressionAttributeValues: { ':o': { S: owner } },
      },
    );
    for await (const { Items = [] } of pages) counted.push(...Items.map(countersIn));
  });
  return counted;
}
