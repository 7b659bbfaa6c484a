import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { serialiseAlarms, type Transition } from '../evaluation/evaluate-increment.ts';
import type { DeviceState } from '../evaluation/device-state.ts';
import { type DeviceItem, type LedgerSyncMark, contentName, deviceItemAttributes } from './device-item.ts';
import { writeSyncMark } from './device-item-codec.ts';
import type { Database } from './tables.ts';
import { toDeviceItem } from './decode-device-item.ts';

/** A fingerprint of alarms that is short enough for the device item; empty where there are none. */
export function alarmsOf(
  state: DeviceState,
  transitions: readonly Transition[],
  notices: readonly string[],
): string {
  const spelled = serialiseAlarms(state, transitions, notices);
  return spelled === '' ? '' : contentName(Buffer.from(spelled));
}

/**
 * Records in the device item what the ledger reflects, and returns the updated item. The returned item includes
 * messages that arrived meanwhile, and later messages meet the mark.
 */
export async function setLedgerSyncMark(
  { client, tables }: Database,
  deviceId: string,
  syncMark: LedgerSyncMark,
): Promise<DeviceItem> {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: tables.devices,
      Key: { deviceId: { S: deviceId } },
      UpdateExpression: 'SET #t = :t',
      ExpressionAttributeNames: { '#t': deviceItemAttributes.syncMark },
      ExpressionAttributeValues: { ':t': { S: writeSyncMark(syncMark) } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return toDeviceItem(Attributes!);
}
