import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paceIn } from '../../src/storage/notification-pace.ts';
import {
  noteProgress,
  noteQueueProgress,
  readProgress,
  readQueueProgress,
} from '../../src/storage/progress.ts';
import { storeRefused } from '../../src/storage/store-refused.ts';
import { readRefused } from '../support/refused-messages.ts';
import { LaterRelease, readable, schemaVersion } from '../../src/storage/schema-version.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { away, itemsOf } from '../support/table-items.ts';

test("an item is read up to this release's version, and not if it is of a later one", () => {
  expect(schemaVersion).toBe(2);
  const items: Record<string, { N: string }>[] = [{}, { v: { N: '0' } }, { v: { N: '2' } }];
  for (const item of items) expect(readable('ledger', item)).toBe(item);
  const later = () => readable('ledger', { v: { N: '3' } });
  expect(later).toThrow(LaterRelease);
  expect(later).toThrow(
    'an item of ledger has schema version 3, and this release reads up to 2: deploy the later release again',
  );
});

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
  });
  afterAll(() => running.stop());

  test('the notification pace is one item, read and written whole', async () => {
    const { database } = running;
    const pace = paceIn<{ last: number }>(database.client, 'pace');
    expect(await pace.read()).toBeNull();
    await pace.write({ last: 1 });
    await pace.write({ last: 2 });
    expect(await pace.read()).toEqual({ last: 2 });
    expect(await itemsOf(database, 'pace', 'name', 'notifications')).toEqual([
      { name: { S: 'notifications' }, v: { N: '2' }, pace: { S: '{"last":2}' } },
    ]);
    const Item = { name: { S: 'notifications' }, v: { N: '3' }, pace: { S: '{}' } };
    await database.client.send(new PutItemCommand({ TableName: 'pace', Item }));
    await expect(pace.read()).rejects.toThrow('an item of pace has schema version 3');
  });

  test('progress is stored by name, and never goes back', async () => {
    const { database } = running;
    expect(await readProgress(database, '#hourly-look-1')).toBe(-Infinity);
    await noteProgress(database, '#hourly-look-1', 5);
    await noteProgress(database, '#hourly-look-1', 4);
    expect(await readProgress(database, '#hourly-look-1')).toBe(5);
    await noteProgress(database, '#hourly-look-1', 6);
    await noteProgress(database, '#hourly-look-1', 6);
    expect(await itemsOf(database, 'devices', 'deviceId', '#hourly-look-1')).toEqual([
      { deviceId: { S: '#hourly-look-1' }, v: { N: '2' }, processedUpTo: { N: '6' } },
    ]);
    expect(await readProgress(database, '#hourly-look-10')).toBe(-Infinity);
    expect(await readQueueProgress(database)).toBe(-Infinity);
    await noteQueueProgress(database, 7);
    expect(await readProgress(database, '#ingest-queue')).toBe(7);
    await noteProgress(database, '#ingest-queue', 8);
    expect(await readQueueProgress(database)).toBe(8);
    await expect(noteProgress(away(database), '#ingest-queue', 9)).rejects.toThrow('away');
  });

  describe('a refused message', () => {
    // An engine that expires items would delete those with past dates.
    const second = Math.floor(Date.now() / 1000);
    const message = (receivedAt: number, payload = Uint8Array.of(0xff)) => ({
      deviceId: 'odd',
      topic: 'coldwatch/odd/telemetry',
      receivedAt,
      payload,
      refused: [{ line: 1, reason: 'the payload is not valid UTF-8' }],
    });

    test('a refused message is named by its time of receipt and its content, and expires thirty whole days later', async () => {
      const { database } = running;
      const came = { ...message(second * 1000 + 999), deviceId: 'named' };
      await storeRefused(database, came);
      await storeRefused(database, came);
      const [item, ...more] = await itemsOf(database, 'rejected', 'deviceId', 'named');
      expect(more).toEqual([]);
      expect(item).toEqual({
        deviceId: { S: 'named' },
        v: { N: '2' },
        id: { S: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/) as string },
        topic: { S: 'coldwatch/odd/telemetry' },
        receivedAt: { N: String(second * 1000 + 999) },
        payload: { B: '/w==' },
        refused: { S: '[{"line":1,"reason":"the payload is not valid UTF-8"}]' },
        refusals: { N: '1' },
        // What the list across devices shows and is ordered by.
        content: { S: '1 byte  base64 /w==' },
        day: { S: new Date(second * 1000).toISOString().slice(0, 10) },
        expiresAt: { N: String(second + 30 * 86_400) },
      });
    });

    test('the id is a ULID, whose time is encoded as specified', async () => {
      // An engine that expires items would delete it, so the model is used here.
      const { database } = engine === 'model' ? running : await startDatabase('model');
      const sent: string[] = [];
      const client = Object.create(database.client, {
        send: {
          value: async ({ input }: PutItemCommand) => {
            sent.push(input.Item!['id']!.S!);
            return {};
          },
        },
      }) as typeof database.client;
      // https://github.com/ulid/javascript: ulid(1469918176385) begins with "01ARYZ6S41".
      await storeRefused({ ...database, client }, message(1_469_918_176_385));
      await storeRefused({ ...database, client }, message(0));
      const content = '8GA6AS0GP3VHD612';
      expect(sent.map((id) => id.slice(0, 10))).toEqual(['01ARYZ6S41', '0000000000']);
      expect(sent.map((id) => id.slice(10))).toEqual([content, content]);
    });

    test('a hundred reasons are stored, and all are counted', async () => {
      const { database } = running;
      const reasons = (count: number) =>
        Array.from({ length: count }, (_, line) => ({ line, reason: `no ${line}` }));
      for (const [deviceId, count] of [
        ['hundred', 100],
        ['more', 101],
      ] as const) {
        await storeRefused(database, { ...message(second * 1000), deviceId, refused: reasons(count) });
        expect((await readRefused(database, deviceId))[0]!.refused).toEqual(reasons(100));
        const [item] = await itemsOf(database, 'rejected', 'deviceId', deviceId);
        expect(item!['refusals']).toEqual({ N: String(count) });
      }
    });

    test('refused messages are read by device, oldest first', async () => {
      const { database } = running;
      const messages = [2, 0, 1, 40_000].map((ms) => message(second * 1000 + ms));
      const other = message(second * 1000, Uint8Array.of(0xfe));
      for (const each of [...messages, { ...message(second * 1000), deviceId: 'odd2' }])
        await storeRefused(database, each);
      const read = await readRefused(database, 'odd');
      expect(read.map((each) => ({ ...each, payload: Uint8Array.from(each.payload) }))).toEqual([
        messages[1],
        messages[2],
        messages[0],
        messages[3],
      ]);
      await storeRefused(database, other);
      expect(await readRefused(database, 'odd')).toHaveLength(5);
      expect(await readRefused(database, 'nobody')).toEqual([]);
    });
  });
});
