import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Reading } from '../model/reading.ts';
import { type PastAssignment, ownerOf, readAssignments } from './assignments.ts';
import { type Assignment, type Item, contentName } from './device-item.ts';
import { packReadings, unpackReadings } from './readings-codec.ts';
import { written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { queryAll, queryPages } from './query-all.ts';

/** A segment: the names of the messages flushed from the device item, and their readings. */
export type Segment = { readonly names: readonly string[]; readonly readings: readonly Reading[] };

/** The key prefix of an assignment's segments; "-" while the device is not attached. */
export function prefixOf(assignment: Assignment | null): string {
  return `${assignment?.since ?? '-'}#`;
}

/** How long, in days, readings of a device that is not attached wait for their shipment. */
export const unattachedDays = 90;

/** When DynamoDB deletes a segment (epoch seconds). Segments of an assignment never expire. */
function expiryUnder(prefix: string): Item {
  if (prefix !== prefixOf(null)) return {};
  return { expiresAt: { N: String(Math.ceil(Date.now() / 1000) + unattachedDays * 86_400) } };
}

/** Puts a segment under its number. Where one is already there, it is left unchanged and returned. */
export async function putSegment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment | null,
  flushNumber: number,
  segment: Segment,
): Promise<Segment> {
  const prefix = prefixOf(assignment);
  const Key = {
    deviceId: { S: deviceId },
    segment: { S: `${prefix}${String(flushNumber).padStart(8, '0')}` },
  };
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.journal,
        Item: {
          ...Key,
          ...written,
          ...expiryUnder(prefix),
          names: { S: segment.names.join(' ') },
          readings: { B: packReadings(segment.readings) },
        },
        ConditionExpression: 'attribute_not_exists(deviceId)',
      }),
    );
    return segment;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // No other segment has this number, so the only key with this prefix is the segment's.
    const [there] = await queryAll({ client, tables }, deviceId, Key.segment.S);
    return { names: there!['names']!.S!.split(' ').filter(Boolean), readings: readingsIn(there!) };
  }
}

/**
 * Puts readings outside the numbered segments, under the assignment that covers their time. The readings of a message
 * stay together and are named by their content, so putting them again writes the same item, even together with other
 * messages. Returns the assignments other than `current` that got readings.
 */
export async function putByAssignment(
  database: Database,
  deviceId: string,
  current: Assignment | null,
  messages: readonly (readonly Reading[])[],
): Promise<PastAssignment[]> {
  const past = await readAssignments(database, deviceId);
  const groups = new Map<string, { owner: PastAssignment | null; messages: Map<number, Reading[]> }>();
  for (const [message, readings] of messages.entries())
    for (const reading of readings) {
      const owner = ownerOf(reading.at, current, past);
      const prefix = prefixOf(owner?.assignment ?? null);
      let group = groups.get(prefix);
      if (group === undefined) groups.set(prefix, (group = { owner, messages: new Map() }));
      const own = group.messages.get(message);
      if (own === undefined) group.messages.set(message, [reading]);
      else own.push(reading);
    }
  for (const [prefix, { owner, messages: own }] of groups) {
    // A message delivered again after the device moved on may already be in the flushed segments of its assignment.
    const isOver = owner !== null && owner.assignment.since !== current?.since;
    const known = isOver ? await readSegments(database, deviceId, owner.assignment) : [];
    for (const readings of own.values())
      await putInPieces(database, deviceId, prefix, withoutKnown(readings, known));
  }
  return [...groups.values()].flatMap(({ owner }) =>
    owner === null || owner.assignment.since === current?.since ? [] : [owner],
  );
}

/** Puts readings back under an assignment that had them, named by their content. Returns how many. */
export async function putBackReadings(
  database: Database,
  deviceId: string,
  assignment: Assignment,
  readings: readonly Reading[],
): Promise<number> {
  await putInPieces(database, deviceId, prefixOf(assignment), readings);
  return readings.length;
}

/** The most readings in a segment that is named by its content. This is far below the size limit of an item. */
const readingsTogether = 5000;

async function putInPieces(
  database: Database,
  deviceId: string,
  prefix: string,
  readings: readonly Reading[],
): Promise<void> {
  const inOrder = readings.toSorted((a, b) => a.at - b.at);
  for (let first = 0; first < inOrder.length; first += readingsTogether)
    await putNamed(database, deviceId, prefix, inOrder.slice(first, first + readingsTogether));
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
        ...expiryUnder(prefix),
        names: { S: '' },
        readings: { B: packed },
      },
    }),
  );
}

/** The readings that are not among the known ones. */
export function withoutKnown(readings: readonly Reading[], known: readonly Reading[]): Reading[] {
  if (known.length === 0) return [...readings];
  const keyOf = (reading: Reading): string => Buffer.from(packReadings([reading])).toString('latin1');
  const keys = new Set(known.map(keyOf));
  return readings.filter((reading) => !keys.has(keyOf(reading)));
}

/** All flushed readings of an assignment, including repeats. */
export async function readSegments(
  database: Database,
  deviceId: string,
  assignment: Assignment | null,
): Promise<Reading[]> {
  const pages = await Array.fromAsync(readSegmentPages(database, deviceId, assignment));
  return pages.flat();
}

/**
 * All flushed readings of an assignment (null: while not attached), page by page, for callers that do not need all at
 * once.
 */
export async function* readSegmentPages(
  database: Database,
  deviceId: string,
  assignment: Assignment | null,
): AsyncGenerator<Reading[]> {
  for await (const items of queryPages(database, deviceId, prefixOf(assignment)))
    yield items.flatMap(readingsIn);
}

function readingsIn(item: Item): Reading[] {
  return unpackReadings(item['readings']!.B!);
}
