import type { SourceMapping } from '../model/source-mapping.ts';
import type { SourceSummary, StoredSource } from '../model/source.ts';
import type { Item } from './device-item.ts';
import { readable, versionName } from './schema-version.ts';

// The table `sources`: partition `sourceId`, sort key `item`. Each kind of item has one key format, here.

/**
 * The index that lists sources, those in use apart from the retired ones; only items `source` have its partition key.
 */
export const sourceIndex = {
  name: 'byKind',
  partition: 'listedAs',
  inUse: 'source',
  retired: 'retired',
} as const;

/** The source itself, with a copy of the mapping in force. */
export function sourceKey(source: string) {
  return { sourceId: { S: source }, item: { S: 'source' } };
}

/**
 * What each request reads and changes: secrets, the count of the minute, and when the source was last heard. It is an
 * item of its own, so that a write is charged one unit however large the mapping is.
 */
export function accessKey(source: string) {
  return { sourceId: { S: source }, item: { S: 'access' } };
}

/** A device that a source may speak for, by its name in the payload. */
export function namedKey(source: string, named: string) {
  return { sourceId: { S: source }, item: { S: `${namedPrefix}${named}` } };
}
export const namedPrefix = 'device#';

/** A version of a source's mapping. */
export function mappingKey(source: string, version: number) {
  return { sourceId: { S: source }, item: { S: `${mappingPrefix}${String(version).padStart(4, '0')}` } };
}
export const mappingPrefix = 'mapping#';
/** Four digits sort as numbers up to here. */
export const mostMappings = 9999;

/** A change of a source, or its retirement. */
export function changeKey(source: string, number: number) {
  return { sourceId: { S: source }, item: { S: `${changePrefix}${String(number).padStart(4, '0')}` } };
}
export const changePrefix = 'change#';
/** Four digits sort as numbers up to here; one number is left for the retirement. */
export const mostChanges = 9998;

/** Which source a device belongs to. A thing name has no `#`, so no source has this partition. */
export function ownerKey(device: string) {
  return { sourceId: { S: `device#${device}` }, item: { S: 'owner' } };
}

/** The attributes of a source that the index has besides its keys: all but the content of the mapping. */
export const listedAttributes = [
  versionName,
  'transport',
  'description',
  'authentication',
  'messagesPerMinute',
  'silentAfterMs',
  'audience',
  'mappingVersion',
  'createdBy',
  'createdAt',
  'silentSince',
  'notifiedSilence',
  'retiredAt',
] as const;

/** The source of an item. */
export function sourceOf(item: Item): StoredSource {
  const { mappingVersion, ...summary } = summaryOf(item);
  return {
    ...summary,
    deregistrations: Number(item['deregistrations']?.N ?? 0),
    changes: Number(item['changes']?.N ?? 0),
    mapping:
      mappingVersion === null
        ? null
        : {
            version: mappingVersion,
            sha256: item['mappingSha256']!.S!,
            content: JSON.parse(item['mapping']!.S!) as SourceMapping,
          },
  };
}

/** The source of an item of the table or of the index. */
export function summaryOf(item: Item): SourceSummary {
  const { sourceId, transport, description, authentication, audience, createdBy } = readable('sources', item);
  const number = (name: string): number | null => (item[name]?.N === undefined ? null : Number(item[name].N));
  return {
    name: sourceId!.S!,
    transport: transport!.S as StoredSource['transport'],
    description: description!.S!,
    authentication: (authentication?.S ?? null) as StoredSource['authentication'],
    messagesPerMinute: number('messagesPerMinute')!,
    silentAfterMs: number('silentAfterMs')!,
    audience: JSON.parse(audience!.S!) as string[],
    mappingVersion: number('mappingVersion'),
    createdBy: createdBy!.S!,
    createdAt: number('createdAt')!,
    silentSince: number('silentSince'),
    notifiedSilence: number('notifiedSilence'),
    retiredAt: number('retiredAt'),
  };
}
