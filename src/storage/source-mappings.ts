import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import { sha256OfJson } from '../model/digest.ts';
import type { StoredMapping } from '../model/source.ts';
import type { SourceMapping } from '../model/source-mapping.ts';
import { Attempts } from './attempts.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';
import { mappingKey, mappingPrefix, mostMappings, sourceKey } from './source-items.ts';
import type { Database } from './tables.ts';

/** The mapping cannot be approved by this person, or no longer. */
export class MappingRefused extends Error {}

/** There is no such version. */
export class NoSuchMapping extends Error {}

/**
 * Stores a mapping as the next version of a source's mapping; a version never changes. It is used once someone else has
 * approved it. A mapping that equals the newest version is that version, so repeating the call is a no-op.
 * @throws {MappingRefused} when a source has as many versions as can be numbered.
 */
export async function putMapping(
  database: Database,
  source: string,
  content: SourceMapping,
  writtenBy: string,
): Promise<StoredMapping> {
  const { client, tables } = database;
  const sha256 = sha256OfJson(content);
  const attempts = new Attempts(`the mappings of source ${source}`);
  for (;;) {
    const newest = await newestMapping(database, source);
    if (newest?.sha256 === sha256) return newest;
    const version = (newest?.version ?? 0) + 1;
    if (version > mostMappings)
      throw new MappingRefused(
        `${source} has ${mostMappings} versions of its mapping; create another source`,
      );
    const mapping: StoredMapping = {
      version,
      sha256,
      content,
      writtenBy,
      approvedBy: null,
      approvedAt: null,
    };
    try {
      await client.send(
        new PutItemCommand({
          TableName: tables.sources,
          Item: {
            ...mappingKey(source, version),
            ...written,
            version: { N: String(version) },
            mapping: { S: JSON.stringify(content) },
            sha256: { S: sha256 },
            writtenBy: { S: writtenBy },
          },
          ConditionExpression: 'attribute_not_exists(sourceId)',
        }),
      );
      return mapping;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    await attempts.next();
  }
}

/**
 * Approves a version and puts it in force, unless a later one is. Its author cannot approve it. A second approval
 * changes nothing but completes an approval that was interrupted.
 * @throws {NoSuchMapping} when there is no such version.
 * @throws {MappingRefused} when its author approves it.
 */
export async function approveMapping(
  database: Database,
  source: string,
  version: number,
  { by, at }: { by: string; at: number },
): Promise<StoredMapping> {
  const { client, tables } = database;
  const stored = await readMapping(database, source, version);
  if (stored.writtenBy === by)
    throw new MappingRefused(`${by} wrote this version; someone else must approve it`);
  if (stored.approvedBy === null)
    await ifCondition(
      client.send(
        new UpdateItemCommand({
          TableName: tables.sources,
          Key: mappingKey(source, version),
          UpdateExpression: 'SET approvedBy = :by, approvedAt = :at',
          ConditionExpression: 'attribute_not_exists(approvedBy) AND writtenBy <> :by',
          ExpressionAttributeValues: { ':by': { S: by }, ':at': { N: String(at) } },
        }),
      ),
    );
  await ifCondition(
    client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: sourceKey(source),
        UpdateExpression: 'SET mappingVersion = :v, mappingSha256 = :s, mapping = :m',
        ConditionExpression:
          'attribute_exists(sourceId) AND (attribute_not_exists(mappingVersion) OR mappingVersion < :v)',
        ExpressionAttributeValues: {
          ':v': { N: String(version) },
          ':s': { S: stored.sha256 },
          ':m': { S: JSON.stringify(stored.content) },
        },
      }),
    ),
  );
  return readMapping(database, source, version);
}

/** Reads a version of a source's mapping, as it is now. */
export async function readMapping(
  { client, tables }: Database,
  source: string,
  version: number,
): Promise<StoredMapping> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: mappingKey(source, version), ConsistentRead: true }),
  );
  if (Item === undefined)
    throw new NoSuchMapping(`source ${source} has no version ${version} of its mapping`);
  return mappingOf(Item);
}

/** All versions of a source's mapping, the newest first. */
export async function mappingsOfSource(database: Database, source: string): Promise<StoredMapping[]> {
  return Array.fromAsync(mappingItems(database, source));
}

async function newestMapping(database: Database, source: string): Promise<StoredMapping | null> {
  for await (const mapping of mappingItems(database, source, 1)) return mapping;
  return null;
}

async function* mappingItems(
  { client, tables }: Database,
  source: string,
  pageSize?: number,
): AsyncGenerator<StoredMapping> {
  const pages = paginateQuery(
    { client, ...(pageSize !== undefined && { pageSize }) },
    {
      TableName: tables.sources,
      KeyConditionExpression: 'sourceId = :s AND begins_with(#i, :p)',
      ExpressionAttributeNames: { '#i': 'item' },
      ExpressionAttributeValues: { ':s': { S: source }, ':p': { S: mappingPrefix } },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield* Items.map(mappingOf);
}

function mappingOf(item: Item): StoredMapping {
  const { version, sha256, mapping, writtenBy, approvedBy, approvedAt } = readable('sources', item);
  return {
    version: Number(version!.N),
    sha256: sha256!.S!,
    content: JSON.parse(mapping!.S!) as SourceMapping,
    writtenBy: writtenBy!.S!,
    approvedBy: approvedBy?.S ?? null,
    approvedAt: approvedAt?.N === undefined ? null : Number(approvedAt.N),
  };
}

/** Waits for a conditional write; that its condition was not met means that another call was first. */
async function ifCondition(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
