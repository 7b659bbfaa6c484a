import { GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { SourceChange, SourceSettings } from '../model/source.ts';
import type { Item } from './device-item.ts';
import { readable } from './schema-version.ts';
import { changeKey, changePrefix } from './source-items.ts';
import type { Database } from './tables.ts';

/** All changes of a source, the newest first; its retirement is the last of them. */
export async function changesOfSource({ client, tables }: Database, source: string): Promise<SourceChange[]> {
  const changes: SourceChange[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.sources,
      KeyConditionExpression: 'sourceId = :s AND begins_with(#i, :p)',
      ExpressionAttributeNames: { '#i': 'item' },
      ExpressionAttributeValues: { ':s': { S: source }, ':p': { S: changePrefix } },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) changes.push(...Items.map(changeOf));
  return changes;
}

/** The change of a source with a number, as it was recorded; there is one. */
export async function readChange(
  { client, tables }: Database,
  source: string,
  number: number,
): Promise<SourceChange> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: changeKey(source, number), ConsistentRead: true }),
  );
  return changeOf(Item!);
}

/** The attributes of a change. */
export function changeItem({ number, by, at, before, after, retiredFor }: SourceChange): Item {
  return {
    number: { N: String(number) },
    changedBy: { S: by },
    changedAt: { N: String(at) },
    before: { S: JSON.stringify(before) },
    after: { S: JSON.stringify(after) },
    ...(retiredFor !== null && { retiredFor: { S: retiredFor } }),
  };
}

function changeOf(item: Item): SourceChange {
  const { number, changedBy, changedAt, before, after, retiredFor } = readable('sources', item);
  return {
    number: Number(number!.N),
    by: changedBy!.S!,
    at: Number(changedAt!.N),
    before: JSON.parse(before!.S!) as Partial<SourceSettings>,
    after: JSON.parse(after!.S!) as Partial<SourceSettings>,
    retiredFor: retiredFor?.S ?? null,
  };
}
