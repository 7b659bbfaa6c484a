import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { append, readDeviceItems } from '../../src/storage/append.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';

test('all device items are read, even where a busy table returns only some of them', async () => {
  const { database } = await startDatabase('model');
  const devices = Array.from({ length: 250 }, (_, index) => `d${index}`);
  for (const device of devices)
    await append(database, device, [[{ channel: 'temperature', at: start, value: 5 }]]);
  let requests = 0;
  const client = Object.create(database.client, {
    send: {
      value: async (command: BatchGetItemCommand) => {
        const { Keys = [] } = command.input.RequestItems!['devices']!;
        const left = ++requests === 1 ? Keys.slice(40) : [];
        const answered = { devices: { Keys: Keys.slice(0, Keys.length - left.length) } };
        const answer = await database.client.send(new BatchGetItemCommand({ RequestItems: answered }));
        return { ...answer, UnprocessedKeys: left.length === 0 ? {} : { devices: { Keys: left } } };
      },
    },
  }) as Database['client'];
  const deviceItems = await readDeviceItems({ ...database, client }, [...devices, 'never heard of', 'd0']);
  expect([...deviceItems.keys()].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    devices.toSorted((a, b) => (a < b ? -1 : 1)),
  );
});
