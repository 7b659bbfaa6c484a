import type { SQSBatchResponse } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { handedOver, routedBody } from '../benchmarks/function-under-test.ts';
import { markerBody } from '../../src/monitoring/queue-marker.ts';
import { logger, metrics } from '../../src/runtime/observability.ts';
import { readQueueProgress } from '../../src/storage/progress.ts';
import { readRefused } from '../support/refused-messages.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { apiAt } from '../support/api-at.ts';
import { beforeRequest } from '../support/before-request.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const api = apiAt(noon);
let count = 0;

/** Runs the function on messages, and returns the positions of those that failed and the counts. */
async function process(...bodies: string[]) {
  const counted = vi.spyOn(metrics, 'addMetric');
  const Records = bodies.map((body) => handedOver(`m${++count}`, body, noon - 1000));
  const { batchItemFailures } = (await api.account.invoke('ingest-telemetry', {
    Records,
  })) as SQSBatchResponse;
  const counts = counted.mock.calls.map(([name, , value]) => [name, value]);
  counted.mockRestore();
  const failed = batchItemFailures.map(({ itemIdentifier }) =>
    Records.findIndex(({ messageId }) => messageId === itemIdentifier),
  );
  return { failed, counts };
}
const reading = (thing: string, temperature: unknown, at = noon) =>
  routedBody(thing, JSON.stringify({ time: at, temperature }), noon);
const valuesOf = async (device: string) =>
  readingsOf(await readDeviceItem(api.account.database, device)).map((each) =>
    'value' in each ? each.value : each,
  );

test('messages are archived unchanged, one record a batch, and stored with one write per device', async () => {
  const written: string[] = [];
  const { services } = api.account;
  const send = services.send.bind(services);
  services.send = async (service, command) => {
    if (!command.constructor.name.startsWith('Query')) written.push(command.constructor.name);
    return send(service, command);
  };
  const before = services.archived.size;
  const { failed, counts } = await process(reading('a-1', 5), reading('a-2', 6), reading('a-1', 7, noon + 1));
  services.send = send;
  expect([failed, counts]).toEqual([[], [['ReceivedMessages', 3]]]);
  expect(written.toSorted()).toEqual(['PutRecordCommand', 'UpdateItemCommand', 'UpdateItemCommand']);
  expect([await valuesOf('a-1'), await valuesOf('a-2')]).toEqual([[5, 7], [6]]);
  expect([...services.archived].slice(before).map((line) => JSON.parse(line) as unknown)).toEqual(
    [
      ['a-1', 5, noon],
      ['a-2', 6, noon],
      ['a-1', 7, noon + 1],
    ].map(([thing, temperature, time]) => ({
      receivedAt: noon,
      thing,
      topic: `coldwatch/${thing}/telemetry`,
      payload: Buffer.from(JSON.stringify({ time, temperature })).toString('base64'),
    })),
  );
});

test('refused parts of a message are stored with the reason, and the rest of it counts', async () => {
  const payload = JSON.stringify([
    { time: noon, temperature: 5 },
    { time: noon + 11 * 60_000, temperature: 6 },
  ]);
  const { failed, counts } = await process(routedBody('b-1', payload, noon));
  expect([failed, counts]).toEqual([
    [],
    [
      ['ReceivedMessages', 1],
      ['RefusedMessages', 1],
    ],
  ]);
  const [rejected, ...others] = await readRefused(api.account.database, 'b-1');
  expect(others).toEqual([]);
  expect({ ...rejected!, payload: Buffer.from(rejected!.payload).toString() }).toEqual({
    deviceId: 'b-1',
    topic: 'coldwatch/b-1/telemetry',
    receivedAt: noon,
    payload,
    refused: [
      {
        line: 2,
        isWithoutTime: true,
        reason:
          'time is more than ten minutes ahead of receipt (allowed: from 2000 to ten minutes after receipt), found "2026-11-20T12:11:00.000Z"',
      },
    ],
  });
  expect(await valuesOf('b-1')).toContain(5);
});

test('a message that is not from a device is stored under the thing it names, and fails no other', async () => {
  const { failed, counts } = await process('nonsense', reading('c-1', 5));
  expect([failed, counts]).toEqual([
    [],
    [
      ['RefusedMessages', 1],
      ['ReceivedMessages', 2],
    ],
  ]);
  const rejected = await readRefused(api.account.database, 'unknown');
  expect(
    rejected.map(({ payload, ...each }) => ({ ...each, payload: Buffer.from(payload).toString() })),
  ).toEqual([
    {
      deviceId: 'unknown',
      topic: '',
      receivedAt: noon - 1000,
      payload: 'nonsense',
      refused: [{ line: 1, reason: expect.any(String) as unknown }],
    },
  ]);
});

test('a failed write for one device fails only its own messages, which are delivered again', async () => {
  api.account.refuseWritesOf(new Set(['d-1']));
  const logged = vi.spyOn(logger, 'error');
  const { failed } = await process(reading('d-1', 5), reading('d-2', 6), reading('d-1', 7, noon + 1));
  expect(logged.mock.calls).toEqual([
    [
      'messages failed; they are delivered again',
      { device: 'd-1', messages: 2, error: new Error('the proof refuses writes of this device') },
    ],
  ]);
  logged.mockRestore();
  api.account.refuseWritesOf(new Set());
  expect(failed).toEqual([0, 2]);
  expect([await valuesOf('d-1'), await valuesOf('d-2')]).toEqual([[], [6]]);
});

test('messages wait in a queue while the archive is unavailable, and are done', async () => {
  beforeRequest(
    api.account.services,
    (command) => command === 'PutRecordCommand',
    () => {
      throw new Error('away');
    },
  );
  const { failed, counts } = await process(reading('e-1', 5), reading('e-2', 6));
  expect(failed).toEqual([]);
  expect(counts).toContainEqual(['UnarchivedMessages', 2]);
  expect(
    [...api.account.services.unarchived].map((body) => (JSON.parse(body) as { thing: string }).thing),
  ).toEqual(['e-1', 'e-2']);
  expect(await valuesOf('e-1')).toEqual([5]);
});

test('a marker is sent again one visibility timeout later; the second one proves the queue’s progress', async () => {
  const { queue } = api.account.services;
  const { failed, counts } = await process(markerBody(noon - 5000), reading('f-1', 5));
  expect([failed, counts]).toEqual([[], [['ReceivedMessages', 1]]]);
  expect(queue.receive(10, noon + 155_000 - 1)).toEqual([]);
  expect(queue.receive(10, noon + 155_000).map(({ body }) => body)).toEqual([markerBody(noon - 5000, true)]);
  expect(await readQueueProgress(api.account.database)).toBe(-Infinity);
  await process(markerBody(noon - 5000, true));
  expect(await readQueueProgress(api.account.database)).toBe(noon - 5000);
  await process(markerBody(noon - 9000, true));
  expect(await readQueueProgress(api.account.database)).toBe(noon - 5000);
});
