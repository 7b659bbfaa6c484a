import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem, readDeviceItems } from '../../src/storage/append.ts';
import { contentName } from '../../src/storage/device-item.ts';
import { writeAssignment } from '../../src/storage/device-item-codec.ts';
import { packReadings } from '../../src/storage/readings-codec.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { answeredBy, itemsOf, listened } from '../support/table-items.ts';

const celsius = (minutes: number, value = 5): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
/** A reading that takes this many bytes when packed. */
function ofBytes(bytes: number): Reading {
  const reading = (length: number) =>
    ({ channel: 'temperature', at: start, text: 'x'.repeat(length), offScale: null, bound: null }) as const;
  const length = bytes - (packReadings([reading(300)]).length - 300);
  return reading(length);
}
const named = (...readings: Reading[]): string => contentName(packReadings(readings));
const base64 = (...readings: Reading[]) => ({ B: Buffer.from(packReadings(readings)).toString('base64') });

let running: TestDatabase;
beforeAll(async () => {
  running = await startDatabase('model');
});
afterAll(() => running.stop());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const items = (table: string, device: string) => itemsOf(running.database, table, 'deviceId', device);

test('content is named by eight characters of its hash', () => {
  expect(contentName(new Uint8Array())).toBe('47DEQpj8');
  expect(contentName(Buffer.from('abc'))).toBe('ungWv48B');
});

describe('appending messages', () => {
  test('messages are written in one request, with an attribute each, and read back', async () => {
    const { database, sent } = listened(running.database);
    const messages = [[celsius(0), celsius(10)], [celsius(20)], [celsius(20)]];
    const deviceItem = await append(database, 'plain', messages);
    expect(sent).toEqual(['UpdateItem devices']);
    expect(await items('devices', 'plain')).toEqual([
      {
        deviceId: { S: 'plain' },
        v: { N: '2' },
        [named(...messages[0]!)]: base64(...messages[0]!),
        [named(celsius(20))]: base64(celsius(20)),
      },
    ]);
    expect(deviceItem).toEqual(await readDeviceItem(database, 'plain'));
    expect(await append(database, 'plain', messages)).toEqual(deviceItem);
    expect([...deviceItem.messages.keys()].toSorted()).toEqual(
      [named(...messages[0]!), named(celsius(20))].toSorted(),
    );
  });

  test('a message of up to 512 packed bytes is stored in the item, and a longer one in its own segment', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: start + 1 });
    expect(packReadings([ofBytes(512)])).toHaveLength(512);
    expect(packReadings([ofBytes(513)])).toHaveLength(513);
    const { database, sent } = listened(running.database);
    await append(database, 'fits', [[ofBytes(512)]]);
    expect(sent).toEqual(['UpdateItem devices']);
    expect(await items('journal', 'fits')).toEqual([]);
    await append(database, 'large', [[ofBytes(513)], [celsius(0)]]);
    expect(await items('devices', 'large')).toEqual([
      {
        deviceId: { S: 'large' },
        v: { N: '2' },
        [named(ofBytes(513))]: { B: '' },
        [named(celsius(0))]: base64(celsius(0)),
      },
    ]);
    expect(await items('journal', 'large')).toEqual([
      {
        deviceId: { S: 'large' },
        segment: { S: `-#${named(ofBytes(513))}` },
        v: { N: '2' },
        names: { S: '' },
        readings: base64(ofBytes(513)),
        expiresAt: { N: String(start / 1000 + 1 + 90 * 86_400) },
      },
    ]);
  });

  test('an item has the new schema version only where an earlier release could not read it', async () => {
    const mark = async (device: string, v: string): Promise<void> => {
      const Item = { deviceId: { S: device }, v: { N: v } };
      await running.database.client.send(new PutItemCommand({ TableName: 'devices', Item }));
    };
    const markOf = async (device: string) => (await items('devices', device))[0]!['v'];
    await mark('old', '1');
    await append(running.database, 'old', [[celsius(0)]]);
    expect(await markOf('old')).toEqual({ N: '1' });
    await append(running.database, 'old', [[celsius(1)], [ofBytes(100)], [celsius(2)]]);
    expect(await markOf('old')).toEqual({ N: '2' });
  });

  test('a large message goes to the assignment that the device has by then', async () => {
    const since = start - 10 * minute;
    const attachTo = (shipment: string, from: number) =>
      running.database.client.send(
        new UpdateItemCommand({
          TableName: 'devices',
          Key: { deviceId: { S: 'moves' } },
          UpdateExpression: 'SET a = :a',
          ExpressionAttributeValues: { ':a': { S: writeAssignment(assignment(shipment, from)) } },
        }),
      );
    vi.spyOn(Math, 'random').mockReturnValue(0);
    let writes = 0;
    const moved = answeredBy(running.database, async ({ constructor: { name } }, send) => {
      if (name === 'UpdateItemCommand') {
        writes++;
        // The device is attached, and right away moved to another shipment from the same moment on.
        if (writes === 1) await attachTo('S-1', since);
        if (writes === 2) await attachTo('S-2', since);
      }
      return send();
    });
    const deviceItem = await append(moved, 'moves', [[ofBytes(513)]]);
    expect(writes).toBe(3);
    expect(deviceItem.assignment).toMatchObject({ shipment: 'S-2', since });
    expect((await items('journal', 'moves')).map(({ segment }) => segment!['S'])).toEqual([
      `-#${named(ofBytes(513))}`,
      `${since}#${named(ofBytes(513))}`,
    ]);
  });
});

describe('reading many device items', () => {
  const read = async (count: number, answer: (keys: unknown[], request: number) => number) => {
    const asked: number[] = [];
    const database = answeredBy(running.database, async ({ input }) => {
      const { Keys } = (input['RequestItems'] as Record<string, { Keys: { deviceId: { S: string } }[] }>)[
        'devices'
      ]!;
      asked.push(Keys.length);
      const done = answer(Keys, asked.length);
      return {
        Responses: { devices: Keys.slice(0, done) },
        ...(done < Keys.length && { UnprocessedKeys: { devices: { Keys: Keys.slice(done) } } }),
      };
    });
    const deviceItems = await readDeviceItems(
      database,
      Array.from({ length: count }, (_, index) => `d${index % Math.max(count - 1, 1)}`),
    );
    return { asked, size: deviceItems.size };
  };

  test('device items are requested a hundred at a time, each once', async () => {
    expect(await read(0, (keys) => keys.length)).toEqual({ asked: [], size: 0 });
    expect(await read(101, (keys) => keys.length)).toEqual({ asked: [100], size: 100 });
    expect(await read(102, (keys) => keys.length)).toEqual({ asked: [100, 1], size: 101 });
  });

  test('unprocessed items are requested again before the others', async () => {
    expect(await read(131, (keys, request) => (request === 1 ? 30 : keys.length))).toEqual({
      asked: [100, 100],
      size: 130,
    });
  });

  test('a throttled request is retried after a pause, seven times in a row, and again after some progress', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    expect(await read(3, (_, request) => (request === 8 || request === 16 ? 1 : 0))).toEqual({
      asked: [...Array.from({ length: 8 }, () => 2), ...Array.from({ length: 8 }, () => 1)],
      size: 2,
    });
    await expect(read(3, () => 0)).rejects.toThrow('the table devices is throttled');
  });
});
