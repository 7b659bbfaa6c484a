import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { assignmentOf, writeAssignment } from './device-item-codec.ts';
import type { Assignment } from './device-item.ts';
import { versionName, written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { queryAll } from './query-all.ts';

/** An assignment with its end, in device time. The end is null while the assignment lasts. */
export type PastAssignment = { readonly assignment: Assignment; readonly until: number | null };

/**
 * The assignment that a reading belongs to: the current one, or a past one that covers its time. Null where the
 * device was not attached.
 */
export function ownerOf(
  at: number,
  current: Assignment | null,
  past: readonly PastAssignment[],
): PastAssignment | null {
  if (current !== null && at >= current.since) return { assignment: current, until: null };
  return (
    past.find(({ assignment, until }) => at >= assignment.since && until !== null && at <= until) ?? null
  );
}

/** A device's assignments, past and present. */
export async function readAssignments(database: Database, deviceId: string): Promise<PastAssignment[]> {
  const items = await queryAll(database, deviceId, 'assignment#');
  return items.map(({ assignment, until }) => ({
    assignment: assignmentOf(assignment!.S!),
    until: until?.N === undefined ? null : Number(until.N),
  }));
}

/** Records that an assignment has begun. One that is already recorded, even one that has ended, is left unchanged. */
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
          ...written,
          assignment: { S: writeAssignment(assignment) },
        },
        ConditionExpression: 'attribute_not_exists(deviceId)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** Ends an assignment as of `until`, unless it has ended already. Returns its end. */
export async function endAssignment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment,
  until: number,
): Promise<number> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.journal,
        Key: { deviceId: { S: deviceId }, segment: { S: `assignment#${assignment.since}` } },
        UpdateExpression: 'SET #a = :a, #u = :u, #v = :v',
        ConditionExpression: 'attribute_not_exists(#u)',
        ExpressionAttributeNames: { '#a': 'assignment', '#u': 'until', '#v': versionName },
        ExpressionAttributeValues: {
          ':a': { S: writeAssignment(assignment) },
          ':u': { N: String(until) },
          ':v': written[versionName],
        },
      }),
    );
    return until;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const past = await readAssignments({ client, tables }, deviceId);
    return past.find((each) => each.assignment.since === assignment.since)!.until!;
  }
}

/** Changes an assignment but not its end. */
export async function changePastAssignment(
  { client, tables }: Database,
  deviceId: string,
  assignment: Assignment,
): Promise<void> {
  await client.send(
    new UpdateItemCommand({
      TableName: tables.journal,
      Key: { deviceId: { S: deviceId }, segment: { S: `assignment#${assignment.since}` } },
      UpdateExpression: 'SET #a = :a, #v = :v',
      ExpressionAttributeNames: { '#a': 'assignment', '#v': versionName },
      ExpressionAttributeValues: { ':a': { S: writeAssignment(assignment) }, ':v': written[versionName] },
    }),
  );
}
