import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeviceState } from '../evaluation/device-state.ts';
import { readDeviceItem } from './append.ts';
import { writeAssignment, writeSyncMark } from './device-item-codec.ts';
import {
  type Assignment,
  type DeviceItem,
  type LedgerSyncMark,
  deviceItemAttributes,
  nothingSynced,
} from './device-item.ts';
import { versionName, written } from './schema-version.ts';
import type { Database } from './tables.ts';
import { toDeviceItem } from './decode-device-item.ts';
import { writeState } from './device-state-codec.ts';

/**
 * Sets and removes attributes of the device item and increments its flush number, if that is still the number of
 * `deviceItem`. Otherwise nothing is changed. Returns the device item as it is afterwards.
 */
export async function updateIfFlushNumber(
  database: Database,
  { deviceId, flushNumber }: DeviceItem,
  { set, remove }: { set: Readonly<Record<string, string>>; remove: readonly string[] },
): Promise<DeviceItem> {
  const { client, tables } = database;
  const names: Record<string, string> = { '#n': deviceItemAttributes.flushNumber, '#v': versionName };
  const values: Record<string, { S: string } | { N: string }> = {
    ':next': { N: String(flushNumber + 1) },
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
  if (flushNumber > 0) values[':n'] = { N: String(flushNumber) };
  try {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: tables.devices,
        Key: { deviceId: { S: deviceId } },
        UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
        ConditionExpression: flushNumber > 0 ? '#n = :n' : 'attribute_not_exists(#n)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
        ReturnValues: 'ALL_NEW',
      }),
    );
    return toDeviceItem(Attributes!);
  } catch (error) {
    // Another writer flushed first, so nothing is changed here. The attributes to remove are either already gone or
    // still needed.
    if (error instanceof ConditionalCheckFailedException) return readDeviceItem(database, deviceId);
    throw error;
  }
}

/** The attributes to set when a device's assignment changes. */
export function assigned(
  assignment: Assignment | null,
  state: DeviceState,
  syncMark: LedgerSyncMark = nothingSynced,
): Record<string, string> {
  return {
    [deviceItemAttributes.assignment]: assignment === null ? '' : writeAssignment(assignment),
    [deviceItemAttributes.state]: writeState(state),
    [deviceItemAttributes.syncMark]: writeSyncMark(syncMark),
  };
}
