import { createHash } from 'node:crypto';
import type { SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { handedOver, queueRecord, setEnvironment } from '../benchmarks/function-under-test.ts';
import { type LoopbackServer, serveLocally } from '../../local/loopback.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

type Handler = (event: unknown, context: unknown) => Promise<SQSBatchResponse>;

const context = { functionName: 'test', awsRequestId: 'test', getRemainingTimeInMillis: () => 25_000 };
let engine: TestDatabase;
let services: LoopbackServer;
let ingest: Handler;
let archiveMessages: Handler;
let isArchiveUp = true;
let isArchiveSlow = false;
let isQueueUp = true;
let archived: string[] = [];
let queued: string[] = [];

beforeAll(async () => {
  engine = await startDatabase();
  services = await serveLocally((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as {
        Record?: { Data: string };
        MessageBody?: string;
      };
      const { MessageBody, Record } = asked;
      if (MessageBody === undefined && isArchiveSlow) return;
      const isUp = MessageBody === undefined ? isArchiveUp : isQueueUp;
      if (!isUp) return response.writeHead(503).end('{"__type":"ServiceUnavailableException"}');
      if (MessageBody === undefined) archived.push(...lines(Buffer.from(Record!.Data, 'base64').toString()));
      else queued.push(MessageBody);
      const MD5OfMessageBody = createHash('md5')
        .update(MessageBody ?? '')
        .digest('hex');
      return response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ RecordId: '1', MessageId: '1', MD5OfMessageBody }));
    });
  });
  const { client, tables } = engine.database;
  setEnvironment(tables);
  const endpoint = await client.config.endpoint!();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: services.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`,
    UNARCHIVED_QUEUE_URL: `${services.endpoint}/000000000000/unarchived`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  ({ handler: ingest } = (await import('../../functions/ingest-telemetry.ts')) as unknown as {
    handler: Handler;
  });
  ({ handler: archiveMessages } = (await import('../../functions/archive-messages.ts')) as unknown as {
    handler: Handler;
  });
});
afterAll(async () => {
  await services?.stop();
  await engine?.stop();
});
beforeEach(() => {
  [isArchiveUp, isArchiveSlow, isQueueUp, archived, queued] = [true, false, true, [], []];
});

const lines = (text: string): string[] => text.split('\n').filter(Boolean);
const at = Date.UTC(2026, 5, 1);
const message = (thing: string) =>
  queueRecord(thing, `${thing}-1`, JSON.stringify({ time: at, temperature: 5 }), at + 1000);
const archivedOf = (thing: string) => ({
  receivedAt: at + 1000,
  thing,
  topic: `coldwatch/${thing}/telemetry`,
  payload: Buffer.from(JSON.stringify({ time: at, temperature: 5 })).toString('base64'),
});
const readOf = async (thing: string) => readingsOf(await readDeviceItem(engine.database, thing));

test('a message is archived, and the queue stays empty', async () => {
  const { batchItemFailures } = await ingest({ Records: [message('up')] }, context);
  expect(batchItemFailures).toEqual([]);
  expect(archived.map((line) => JSON.parse(line) as unknown)).toEqual([archivedOf('up')]);
  expect(queued).toEqual([]);
});

test(
  'while the archive is unavailable, a message is processed and waits in the queue',
  { timeout: 20_000 },
  async () => {
    isArchiveUp = false;
    const { batchItemFailures } = await ingest({ Records: [message('away'), message('too')] }, context);
    expect(batchItemFailures).toEqual([]);
    expect(await readOf('away')).toMatchObject([{ at, value: 5 }]);
    queued.sort();
    expect(queued.map((body) => JSON.parse(body) as unknown)).toEqual([
      archivedOf('away'),
      archivedOf('too'),
    ]);

    const Records = queued.map((body, index) => handedOver(`m${index}`, body, at));
    expect((await archiveMessages({ Records }, context)).batchItemFailures).toEqual([
      { itemIdentifier: 'm0' },
      { itemIdentifier: 'm1' },
    ]);
    isArchiveUp = true;
    expect((await archiveMessages({ Records }, context)).batchItemFailures).toEqual([]);
    expect(archived.map((line) => JSON.parse(line) as unknown)).toEqual([
      archivedOf('away'),
      archivedOf('too'),
    ]);
  },
);

test.each(['no JSON', '{"thing":"other"}'])(
  'an invalid message stays in the queue without failing the others: %s',
  async (poison) => {
    const waits = JSON.stringify(archivedOf('waits'));
    const Records = [poison, waits].map((body, index) => handedOver(`m${index}`, body, at));
    expect((await archiveMessages({ Records }, context)).batchItemFailures).toEqual([
      { itemIdentifier: 'm0' },
    ]);
    expect(archived.map((line) => JSON.parse(line) as unknown)).toEqual([archivedOf('waits')]);
  },
);

test('a message is delivered again if the queue is unavailable too', { timeout: 20_000 }, async () => {
  [isArchiveUp, isQueueUp] = [false, false];
  const { batchItemFailures } = await ingest({ Records: [message('neither')] }, context);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'neither-1' }]);
  [isArchiveUp, isQueueUp] = [true, true];
  expect((await ingest({ Records: [message('neither')] }, context)).batchItemFailures).toEqual([]);
  expect(archived).toHaveLength(1);
  expect(await readOf('neither')).toHaveLength(1);
});

test('an archive that does not respond leaves enough time for the queue', { timeout: 25_000 }, async () => {
  isArchiveSlow = true;
  const beganAt = performance.now();
  const { batchItemFailures } = await ingest({ Records: [message('slow')] }, context);
  expect(batchItemFailures).toEqual([]);
  expect(queued).toHaveLength(1);
  expect(performance.now() - beganAt).toBeLessThan(15_000);
});
