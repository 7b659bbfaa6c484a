import { paginateQuery } from '@aws-sdk/client-dynamodb';
import type { SourceSummary } from '../model/source.ts';
import { sourceIndex, summaryOf } from './source-items.ts';
import type { Database } from './tables.ts';

/**
 * The sources that are in use, or those that are retired, by name. One query of an index that has only sources, without
 * what changes with each message: half a read unit for some ten of them.
 */
export async function listSources(
  { client, tables }: Database,
  state: 'inUse' | 'retired' = 'inUse',
): Promise<SourceSummary[]> {
  const sources: SourceSummary[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.sources,
      IndexName: sourceIndex.name,
      KeyConditionExpression: '#l = :l',
      ExpressionAttributeNames: { '#l': sourceIndex.partition },
      ExpressionAttributeValues: { ':l': { S: sourceIndex[state] } },
    },
  );
  for await (const { Items = [] } of pages) sources.push(...Items.map(summaryOf));
  return sources;
}
