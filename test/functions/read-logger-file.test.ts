import type { SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type LoopbackServer, serveLocally } from '../../local/loopback.ts';
import { sha256 } from '../../src/model/digest.ts';
import { putFile, readFile, uploadingFile } from '../../src/storage/attached-files.ts';
import { handedOver, setEnvironment } from '../benchmarks/function-under-test.ts';
import { cool, csv, filesAtShipments } from '../support/files-at-shipment.ts';

/** How often a message is delivered until it goes to the dead letters. */
const attempts = 3;
const context = { functionName: 'test', awsRequestId: 'test', getRemainingTimeInMillis: () => 180_000 };
let at: Awaited<ReturnType<typeof filesAtShipments>>;
let storage: LoopbackServer;
let read: (event: unknown, context: unknown) => Promise<SQSBatchResponse>;
let isArchiveUp = true;
const uploads = new Map<string, Buffer>();

beforeAll(async () => {
  at = await filesAtShipments('dynalite');
  storage = await serveLocally((request, response) => {
    request.resume().on('end', () => {
      const found = uploads.get(request.url!.replace(/\?.*/, ''));
      if (request.method === 'PUT') response.writeHead(isArchiveUp ? 200 : 403).end();
      else response.writeHead(found === undefined ? 404 : 200).end(found);
    });
  });
  const { client, tables } = at.database;
  setEnvironment(tables);
  const endpoint = await client.config.endpoint!();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: storage.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`,
    ARCHIVE_BUCKET: 'archive',
    UPLOADS_BUCKET: 'uploads',
    FILES_TABLE: at.services.files.table,
    READING_ATTEMPTS: String(attempts),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
  });
  ({ handler: read } = (await import('../../functions/read-logger-file.ts')) as unknown as {
    handler: typeof read;
  });
});
afterAll(async () => {
  await storage?.stop();
  await at?.stop();
});
beforeEach(() => {
  isArchiveUp = true;
});

/** A file that a person uploaded to a new shipment, and what delivers its message for the n-th time. */
async function uploaded(shipment: string, seed: number) {
  await at.planned(shipment);
  const { files } = at.services;
  const bytes = Buffer.from(csv(cool(12, seed)));
  const file = { sha256: sha256(bytes), name: 'a.csv', bytes: bytes.length, by: 'lena' };
  await putFile(files, shipment, { ...uploadingFile({ ...file, receivedAt: Date.now() }), state: 'reading' });
  uploads.set(`/uploads/${shipment}/${file.sha256}`, bytes);
  const record = handedOver(`of-${shipment}`, JSON.stringify({ shipment, ...file, answers: {} }), Date.now());
  return {
    /** Returns whether the message is to be delivered again. */
    deliver: async (time: number): Promise<boolean> => {
      const attributes = { ...record.attributes, ApproximateReceiveCount: String(time) };
      const { batchItemFailures } = await read({ Records: [{ ...record, attributes }] }, context);
      return batchItemFailures.length > 0;
    },
    state: async () => (await readFile(files, shipment, file.sha256))!.state,
  };
}

test('a file of the queue is read and attached', async () => {
  const file = await uploaded('S-1', 1);
  expect(await file.deliver(1)).toBe(false);
  expect(await file.state()).toBe('attached');
});

test('a file that cannot be recorded is tried again, and refused with the last delivery of its message', async () => {
  const file = await uploaded('S-2', 2);
  isArchiveUp = false;
  const states = [];
  for (let time = 1; time <= attempts; time++) {
    expect(await file.deliver(time)).toBe(true);
    states.push(await file.state());
  }
  expect(states).toEqual(['reading', 'reading', 'refused']);
});
