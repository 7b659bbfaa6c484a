import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { RegisteredDevice } from '../model/source.ts';
import { readable, written } from './schema-version.ts';
import { namedKey, namedPrefix, ownerKey, sourceKey } from './source-items.ts';
import type { Database } from './tables.ts';

/** The device belongs to another source, or the name in the payload to another device. */
export class RegistrationRefused extends Error {}

/**
 * Registers a device with a source, by the name that the source's messages give it. A device may have several names
 * there, but belongs to one source. Repeating the call is a no-op.
 * @throws {RegistrationRefused} when the device belongs to another source, or the name stands for another device.
 */
export async function registerDevice(
  database: Database,
  source: string,
  { named, device }: RegisteredDevice,
): Promise<void> {
  const { client, tables } = database;
  const put = async (
    item: Record<string, { S: string }>,
    [attribute, value]: readonly [string, string],
    refusal: () => Promise<string>,
  ): Promise<void> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: tables.sources,
          Item: { ...item, ...written, [attribute]: { S: value } },
          ConditionExpression: 'attribute_not_exists(sourceId) OR #a = :a',
          ExpressionAttributeNames: { '#a': attribute },
          ExpressionAttributeValues: { ':a': { S: value } },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new RegistrationRefused(await refusal(), { cause: error });
    }
  };
  // Ownership first: a call that ends between the two leaves a device that nobody can name, which is harmless.
  await put(
    ownerKey(device),
    ['ownedBy', source],
    async () =>
      `${device} belongs to another source, ${(await ownerOf(database, device)) ?? 'none'}; a device has one source, so deregister it there first`,
  );
  await put(
    { ...namedKey(source, named), named: { S: named } },
    ['device', device],
    async () =>
      `${JSON.stringify(named)} already stands for another device of ${source}; deregister that one first`,
  );
}

/** Whether a device belongs to a source, as it is now. */
export async function isDeviceOfSource(database: Database, device: string): Promise<boolean> {
  return (await ownerOf(database, device)) !== null;
}

/** The source that a device belongs to, as it is now; null if it belongs to none. */
async function ownerOf({ client, tables }: Database, device: string): Promise<string | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.sources, Key: ownerKey(device), ConsistentRead: true }),
  );
  return Item?.['ownedBy']?.S ?? null;
}

/**
 * Removes a device and all its names from a source. False if it was not registered there. Repeating an interrupted call
 * completes it.
 */
export async function deregisterDevice(database: Database, source: string, device: string): Promise<boolean> {
  const { client, tables } = database;
  const own = (await devicesOfSource(database, source)).filter((each) => each.device === device);
  for (const { named } of own)
    await client.send(new DeleteItemCommand({ TableName: tables.sources, Key: namedKey(source, named) }));
  // After the names, so that who reads the number reads no name that is deleted; before another source may own the device.
  await countDeregistration(database, source);
  return (await disown(database, source, device)) || own.length > 0;
}

/**
 * Lets the devices of a retired source be registered elsewhere. Its names for them stay, because what it sent before
 * may still have to be read.
 */
export async function freeDevices(database: Database, source: string): Promise<void> {
  const devices = new Set((await devicesOfSource(database, source)).map(({ device }) => device));
  for (const device of devices) await disown(database, source, device);
}

/** Ends that a device belongs to a source; false if it did not. */
async function disown({ client, tables }: Database, source: string, device: string): Promise<boolean> {
  try {
    await client.send(
      new DeleteItemCommand({
        TableName: tables.sources,
        Key: ownerKey(device),
        ConditionExpression: 'ownedBy = :s',
        ExpressionAttributeValues: { ':s': { S: source } },
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

/** Lets all who remember registrations of a source read them again. */
async function countDeregistration({ client, tables }: Database, source: string): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: sourceKey(source),
        UpdateExpression: 'SET deregistrations = if_not_exists(deregistrations, :none) + :one',
        ConditionExpression: 'attribute_exists(sourceId)',
        ExpressionAttributeValues: { ':none': { N: '0' }, ':one': { N: '1' } },
      }),
    );
  } catch (error) {
    // There is no such source, so nobody remembers anything of it.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The devices registered with a source, by name in the payload. */
export async function devicesOfSource(
  { client, tables }: Database,
  source: string,
): Promise<RegisteredDevice[]> {
  const devices: RegisteredDevice[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: tables.sources,
      KeyConditionExpression: 'sourceId = :s AND begins_with(#i, :p)',
      ExpressionAttributeNames: { '#i': 'item' },
      ExpressionAttributeValues: { ':s': { S: source }, ':p': { S: namedPrefix } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const { named, device } = readable('sources', item);
      devices.push({ named: named!.S!, device: device!.S! });
    }
  return devices;
}
