import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Reading } from '../domain/reading.ts';
import { contentName } from './content-name.ts';
import { assignmentOf, writeAssignment } from './head-format.ts';
import { type Assignment, type Item } from './head.ts';
import { packReadings, unpackReadings } from './packing.ts';
import type { Database } from './tables.ts';

/** An assignment with its end, in device time; null while it lasts. */
export type PastAssignment = { readonly assignment: Assignment; readonly until: number | null };

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
          names: { S: segment.names.join(' ') },
          readings: { B: packReadings(segment.readings) },
        },
        ConditionExpression: 'attribute_not_exists(deviceId)',
      }),
    );
    return segment;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tables.journal, Key, ConsistentRead: true }),
    );
    return { names: Item!['names']!.S!.split(' ').filter(Boolean), readings: readingsIn(Item!) };
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
  for (const [prefix, group] of groups) await putNamed(database, deviceId, prefix, group.readings);
  return [...groups.values()].flatMap(({ owner }) =>
    owner === null || owner.assignment.since === current?.since ? [] : [owner],
  );
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
        names: { S: '' },
        readings: { B: packed },
      },
    }),
  );
}

/** To which assignment a reading belongs: that of its time; null where the device was attached to nothing. */
export function ownerOf(
  at: number,
  current: Assignment | null,
  past: readonly PastAssignment[],
): PastAssignment | null {
  if (current !== null && at >= current.since) return { assignment: current, until: null };
  return (
    past.find(({ assignment, until }) => at >= assignment.since && (until === null || at <= until)) ?? null
  );
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

/** Whom a device has watched, past and present. */
export async function readAssignments(database: Database, deviceId: string): Promise<PastAssignment[]> {
  const items = await queryAll(database, deviceId, 'assignment#');
  return items.map(({ assignment, until }) => ({
    assignment: assignmentOf(assignment!.S!),
    until: until?.N === undefined ? null : Number(until.N),
  }));
}

/** Records that an assignment has begun. One that is recorded, or has ended since, stays as it is. */
export async function beginAssignment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<void> {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.journal,
        Item: {
          deviceId: { S: deviceId },
          segment: { S: `assignment#${assignment.since}` },
          assignment: { S: writeAssignment(assignment) },
        },
        ConditionExpression: 'attribute_not_exists(deviceId)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Records an assignment with its end. */
export async function writePastAssignment(
  { client, tables }: Database,
  deviceId: string,
  { assignment, until }: PastAssignment,
): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: tables.journal,
      Item: {
        deviceId: { S: deviceId },
        segment: { S: `assignment#${assignment.since}` },
        assignment: { S: writeAssignment(assignment) },
        ...(until !== null && { until: { N: String(until) } }),
      },
    }),
  );
}

/** Changes an assignment, and leaves its end as it is. */
export async function changePastAssignment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tables.journal,
      Key: { deviceId: { S: deviceId }, segment: { S: `assignment#${assignment.since}` } },
      UpdateExpression: 'SET #a = :a',
      ExpressionAttributeNames: { '#a': 'assignment' },
      ExpressionAttributeValues: { ':a': { S: writeAssignment(assignment) } },
    }),
  );
}

async function queryAll({ client, tables }: Database, deviceId: string, prefix: string): Promise<Item[]> {
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
  for await (const { Items } of pages) items.push(...(Items ?? []));
  return items;
}

function readingsIn(item: Item): Reading[] {
  return unpackReadings(item['readings']!.B!);
}
