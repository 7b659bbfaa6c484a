import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Reading } from '../model/reading.ts';
import { Attempts } from './attempts.ts';
import { type DeviceItem, contentName } from './device-item.ts';
import { putByAssignment } from './journal.ts';
import { isOfVersion2, packReadings } from './readings-codec.ts';
import { versionName, written } from './schema-version.ts';
import { readMany } from './read-many.ts';
import type { Database } from './tables.ts';
import { toDeviceItem } from './decode-device-item.ts';

/** A message of more than this many packed bytes is never stored in the device item. */
const largestInDeviceItem = 512;
const inJournal = new Uint8Array();

/**
 * Appends messages, each given as its readings, to a device item in one unconditional write, and returns the updated
 * item. A repeated message is written under the same name. A large message goes to the journal, and the device item
 * gets only its name.
 * @throws {Contended} when the assignment changes during every attempt to append a large message.
 */
export async function append(
  database: Database,
  deviceId: string,
  messages: readonly (readonly Reading[])[],
): Promise<DeviceItem> {
  const attributes = new Map<string, Uint8Array>();
  const large: (readonly Reading[])[] = [];
  let isOfNow = false;
  for (const readings of messages) {
    const packed = packReadings(readings);
    if (packed.length > largestInDeviceItem) large.push(readings);
    isOfNow ||= isOfVersion2(readings);
    attributes.set(contentName(packed), packed.length > largestInDeviceItem ? inJournal : packed);
  }
  if (large.length === 0) return setAttributes(database, deviceId, attributes, isOfNow);
  let { assignment } = await readDeviceItem(database, deviceId);
  const attempts = new Attempts(`the assignment of ${deviceId}`);
  for (;;) {
    await putByAssignment(database, deviceId, assignment, large);
    const deviceItem = await setAttributes(database, deviceId, attributes, isOfNow);
    // If the device was attached or detached meanwhile, the readings are put again under the current assignment.
    // Putting the same readings twice makes no difference.
    if (
      deviceItem.assignment?.since === assignment?.since &&
      deviceItem.assignment?.shipment === assignment?.shipment
    )
      return deviceItem;
    ({ assignment } = deviceItem);
    await attempts.next();
  }
}

async function setAttributes(
  { client, tables }: Database,
  deviceId: string,
  attributes: ReadonlyMap<string, Uint8Array>,
  isOfNow: boolean,
): Promise<DeviceItem> {
  const names: Record<string, string> = { '#v': versionName };
  const values: Record<string, { B: Uint8Array } | { N: string }> = { ':v': written[versionName] };
  const sets: string[] = [];
  let index = 0;
  for (const [name, packed] of attributes) {
    names[`#${index}`] = name;
    values[`:${index}`] = { B: packed };
    sets.push(`#${index}=:${index}`);
    index++;
  }
  // An item written by a later release keeps its version. An earlier release must not read what it does not
  // understand.
  sets.push(isOfNow ? '#v=:v' : '#v=if_not_exists(#v,:v)');
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: tables.devices,
      Key: { deviceId: { S: deviceId } },
      UpdateExpression: `SET ${sets.join(',')}`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    }),
  );
  return toDeviceItem(Attributes!);
}

/** The device item as it is now; an empty one for a device that has never sent anything. */
export async function readDeviceItem({ client, tables }: Database, deviceId: string): Promise<DeviceItem> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tables.devices,
      Key: { deviceId: { S: deviceId } },
      ConsistentRead: true,
    }),
  );
  return toDeviceItem(Item ?? { deviceId: { S: deviceId } });
}

/**
 * The device items of many devices, for lists. They may be slightly out of date. Devices that never sent anything are
 * left out.
 * @throws {Error} when the table stays throttled.
 */
export async function readDeviceItems(
  { client, tables }: Database,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, DeviceItem>> {
  const keys = [...new Set(deviceIds)].map((deviceId) => ({ deviceId: { S: deviceId } }));
  const deviceItems = (await readMany(client, tables.devices, keys)).map(toDeviceItem);
  return new Map(deviceItems.map((deviceItem) => [deviceItem.deviceId, deviceItem]));
}
