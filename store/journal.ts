import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Reading } from '../domain/reading.ts';
import { type PastAssignment, ownerOf, readAssignments } from './assignments.ts';
import { contentName } from './content-name.ts';
import { type Assignment, type Item } from './head.ts';
import { packReadings, unpackReadings } from './packing.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

/** A sealed segment: the names of the messages it took from the head, and their readings. */
export type Segment = { readonly names: readonly string[]; readonly readings: readonly Reading[] };

/** Segments of the time in which a device is attached to nothing are kept under "-". */
function prefixOf(assignment: Assignment | null): string {
  return `${assignment?.since ?? '-'}#`;
}

/** Puts a segment under its number. If one is there already, that one stands and is returned. */
export async function putSegment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment | null,
  sealNumber: number,
  segment: Segment,
): Promise<Segment> {
  const Key = {
    deviceId: { S: deviceId },
    segment: { S: `${prefixOf(assignment)}${String(sealNumber).padStart(8, '0')}` },
  };
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.journal,
        Item: {
          ...Key,
          ...written,
          names: { S: segment.names.join(' ') },
          readings: { B: packReadings(segment.readings) },
        },
        ConditionExpression: 'attribute_not_exists(deviceId)',
      }),
    );
    return segment;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // No other has this number: what begins with it is the segment.
    const [there] = await queryAll({ client, tables }, deviceId, Key.segment.S);
    return { names: there!['names']!.S!.split(' ').filter(Boolean), readings: readingsIn(there!) };
  }
}

/**
 * Puts readings beside the numbered segments, each under the assignment of its time, named by their content. What
 * is put again is the same item. Returns the other assignments than `current` that got readings.
 */
export async function putApart(
  database: Database,
  deviceId: string,
  current: Assignment | null,
  readings: readonly Reading[],
): Promise<PastAssignment[]> {
  const past = await readAssignments(database, deviceId);
  const groups = new Map<string, { owner: PastAssignment | null; readings: Reading[] }>();
  for (const reading of readings) {
    const owner = ownerOf(reading.at, current, past);
    const prefix = prefixOf(owner?.assignment ?? null);
    let group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, (group = { owner, readings: [] }));
    group.readings.push(reading);
  }
  for (const [prefix, { owner, readings: own }] of groups) {
    // What is delivered again after the device went elsewhere may be in the sealed segments of its time.
    const isOver = owner !== null && owner.assignment.since !== current?.since;
    const known = isOver ? await readSegments(database, deviceId, owner.assignment) : [];
    const news = withoutKnown(own, known);
    if (news.length > 0) await putNamed(database, deviceId, prefix, news);
  }
  return [...groups.values()].flatMap(({ owner }) =>
    owner === null || owner.assignment.since === current?.since ? [] : [owner],
  );
}

/** A segment that is put back holds so many readings at most, which is far from what an item can be. */
const readingsTogether = 5000;

/** Puts readings back under an assignment that had them, named by their content. Returns how many. */
export async function putBackReadings(
  database: Database,
  deviceId: string,
  assignment: Assignment,
  readings: readonly Reading[],
): Promise<number> {
  const inOrder = readings.toSorted((a, b) => a.at - b.at);
  for (let first = 0; first < inOrder.length; first += readingsTogether)
    await putNamed(database, deviceId, prefixOf(assignment), inOrder.slice(first, first + readingsTogether));
  return readings.length;
}

/** The highest number that a sealed segment of an assignment has; -1 where there is none. */
export async function lastSealNumber(
  database: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<number> {
  const items = await queryAll(database, deviceId, prefixOf(assignment));
  const numbers = items.map((item) => /#(\d{8})$/.exec(item['segment']!.S!)?.[1]);
  return Math.max(-1, ...numbers.filter((number) => number !== undefined).map(Number));
}

async function putNamed(
  { client, tables }: Database,
  deviceId: string,
  prefix: string,
  readings: readonly Reading[],
): Promise<void> {
  const packed = packReadings(readings);
  await client.send(
    new PutItemCommand({
      TableName: tables.journal,
      Item: {
        deviceId: { S: deviceId },
        segment: { S: prefix + contentName(packed) },
        ...written,
        names: { S: '' },
        readings: { B: packed },
      },
    }),
  );
}

/** Readings that are not among those known. */
export function withoutKnown(readings: readonly Reading[], known: readonly Reading[]): Reading[] {
  if (known.length === 0) return [...readings];
  const keyOf = (reading: Reading): string => Buffer.from(packReadings([reading])).toString('latin1');
  const keys = new Set(known.map(keyOf));
  return readings.filter((reading) => !keys.has(keyOf(reading)));
}

/** All sealed readings of an assignment (null: of no assignment), repeats among them. */
export async function readSegments(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment | null,
): Promise<Reading[]> {
  const items = await queryAll({ client, tables }, deviceId, prefixOf(assignment));
  return items.flatMap(readingsIn);
}

/** All items of a device under a prefix, as they are now. */
export async function queryAll(
  { client, tables }: Database,
  deviceId: string,
  prefix: string,
): Promise<Item[]> {
  const items: Item[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.journal,
      KeyConditionExpression: 'deviceId = :d AND begins_with(#s, :p)',
      ExpressionAttributeNames: { '#s': 'segment' },
      ExpressionAttributeValues: { ':d': { S: deviceId }, ':p': { S: prefix } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items.map((item) => readable('journal', item)));
  return items;
}

function readingsIn(item: Item): Reading[] {
  return unpackReadings(item['readings']!.B!);
}
