import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type DeviceState, initialState } from '../domain/device-state.ts';
import type { Reading } from '../domain/reading.ts';
import { seriesOf } from '../domain/series.ts';
import { readHead } from './append.ts';
import { writeAssignment, writeState, writeTold } from './head-format.ts';
import {
  type Assignment,
  type Head,
  type Told,
  contentNameLength,
  headAttributes,
  headOf,
  nothingTold,
  pointsToJournal,
  readingsOf,
  writeUnitBytes,
} from './head.ts';
import { ownerOf, readAssignments } from './assignments.ts';
import {
  type Segment,
  putApart,
  putSegment,
  readSegmentPages,
  readSegments,
  withoutKnown,
} from './journal.ts';
import { versionName, written } from './schema-version.ts';
import type { Database } from './tables.ts';

/** Judges readings on top of a state. */
export type FoldState = (state: DeviceState, readings: readonly Reading[]) => DeviceState;

/** Whether one more message like the largest so far would pass what one write unit holds. */
export function isFull(head: Head): boolean {
  let largest = 0;
  for (const packed of head.messages.values()) largest = Math.max(largest, packed.length);
  return head.messages.size > 0 && head.bytes + contentNameLength + largest > writeUnitBytes;
}

/**
 * Moves the head's messages into the journal. Two steps that anyone may repeat: the segment is put under the head's
 * number if none is there; then the head, if it still has that number, gets the next one, the state with what the
 * segment holds, and loses just the messages that are in it. `settledAs`: where the
 * ledger is up to this head, what it was told as the new state alone spells it. Returns the
 * head as it then is.
 */
export async function seal(
  database: Database,
  head: Head,
  fold: FoldState,
  settledAs: ((state: DeviceState) => string) | null = null,
): Promise<Head> {
  const { deviceId, assignment, sealNumber } = head;
  const readings = readingsOf(head);
  // What is judged no more, as after the arrival, leaves no mark in the state: it may be sealed already as well.
  const folded = fold(head.state, readings);
  const late =
    pointsToJournal(head) ||
    readings.some((reading) => !isNewer(reading, head.state) || isNewer(reading, folded));
  const own = await keepApartWhatIsNotOurs(database, head, readings);
  const segment = await putSegment(database, deviceId, assignment, sealNumber, {
    names: [...head.messages.keys()],
    readings: late ? await withoutSealed(database, head, own) : own,
  });
  const state = await stateAfter(database, head, segment, fold);
  return updateIfSealNumber(database, head, {
    set: {
      [headAttributes.state]: writeState(state),
      ...(settledAs !== null && {
        [headAttributes.told]: writeTold({ ...head.told, alarms: settledAs(state) }),
      }),
    },
    remove: segment.names,
  });
}

/** Sets and removes attributes of the head and counts a seal, if its number is still that of `head`. */
export async function updateIfSealNumber(
  database: Database,
  { deviceId, sealNumber }: Head,
  { set, remove }: { set: Readonly<Record<string, string>>; remove: readonly string[] },
): Promise<Head> {
  const { client, tables } = database;
  const names: Record<string, string> = { '#n': headAttributes.sealNumber, '#v': versionName };
  const values: Record<string, { S: string } | { N: string }> = {
    ':next': { N: String(sealNumber + 1) },
    ':v': written[versionName],
  };
  const sets = ['#n = :next', '#v = :v'];
  Object.entries(set).forEach(([name, value], index) => {
    names[`#s${index}`] = name;
    values[`:s${index}`] = { S: value };
    sets.push(`#s${index} = :s${index}`);
  });
  remove.forEach((name, index) => (names[`#r${index}`] = name));
  const removes = remove.map((_, index) => `#r${index}`);
  if (sealNumber > 0) values[':n'] = { N: String(sealNumber) };
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: tables.devices,
        Key: { deviceId: { S: deviceId } },
        UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
        ConditionExpression: sealNumber > 0 ? '#n = :n' : 'attribute_not_exists(#n)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return headOf(Attributes!);
  } catch (error) {
    // Someone else sealed: the head is theirs, and what we would have removed is either gone or still there.
    if (error instanceof ConditionalCheckFailedException) return readHead(database, deviceId);
    throw error;
  }
}

/** What the update of a head sets when its assignment changes. */
export function assigned(
  assignment: Assignment | null,
  state: DeviceState,
  told: Told = nothingTold,
): Record<string, string> {
  return {
    [headAttributes.assignment]: assignment === null ? '' : writeAssignment(assignment),
    [headAttributes.state]: writeState(state),
    [headAttributes.told]: writeTold(told),
  };
}

function isNewer(reading: Reading, state: DeviceState): boolean {
  const last = state.last[reading.channel];
  return last === undefined || reading.at > last.at;
}

/** Readings of other assignments' times are put with those; the others are returned. */
async function keepApartWhatIsNotOurs(
  database: Database,
  { deviceId, assignment }: Head,
  readings: readonly Reading[],
): Promise<Reading[]> {
  if (assignment !== null && readings.every(({ at }) => at >= assignment.since)) return [...readings];
  const past = await readAssignments(database, deviceId);
  const isOurs = ({ at }: Reading): boolean =>
    (ownerOf(at, assignment, past)?.assignment.since ?? null) === (assignment?.since ?? null);
  const others = readings.filter((reading) => !isOurs(reading));
  if (others.length > 0) await putApart(database, deviceId, assignment, others);
  return readings.filter(isOurs);
}

async function withoutSealed(
  database: Database,
  { deviceId, assignment }: Head,
  readings: readonly Reading[],
): Promise<readonly Reading[]> {
  let news = readings;
  for await (const page of readSegmentPages(database, deviceId, assignment)) {
    news = withoutKnown(news, page);
    if (news.length === 0) break;
  }
  return news;
}

async function stateAfter(
  database: Database,
  head: Head,
  { names, readings }: Segment,
  fold: FoldState,
): Promise<DeviceState> {
  const inOrder =
    readings.every((reading) => isNewer(reading, head.state)) &&
    names.every((name) => head.messages.get(name)?.length !== 0) &&
    names.every((name) => head.messages.has(name));
  if (inOrder) return fold(head.state, readings);
  const { deviceId, assignment } = head;
  if (assignment !== null) return fold(initialState, await readSegments(database, deviceId, assignment));
  // Of a device that is attached to nothing only what was last read is remembered, in whatever order it is met.
  let { state } = head;
  for await (const page of readSegmentPages(database, deviceId, null)) state = fold(state, page);
  return state;
}

/** A fold for a device that is attached to nothing: only what was last read is remembered. */
export const rememberOnly: FoldState = (state, readings) => ({
  last: {
    ...state.last,
    ...Object.fromEntries(
      [...seriesOf(readings)]
        .map(([channel, samples]) => [channel, samples.at(-1)!] as const)
        .filter(([channel, sample]) => sample.at > (state.last[channel]?.at ?? -Infinity)),
    ),
  },
  unreadable: {},
  leap: null,
  rules: {},
  signals: {},
});
