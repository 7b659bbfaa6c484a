import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EventSources, startEventSources } from '../../local/event-source.ts';
import { type LocalQueues, startQueues } from '../../local/queues.ts';
import { Template } from '../../local/template.ts';
import { newCredentials } from '../../local/gate.ts';
import type { LocalFunction } from '../../local/local-function.ts';

const credentials = newCredentials();

type Records = { readonly Records: readonly { readonly messageId: string; readonly body: string }[] };

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-event-source-'));
const batches: string[][] = [];
let queues: LocalQueues;
let sources: EventSources;
let client: SQSClient;
let queueUrl: string;

beforeAll(async () => {
  const artifacts = { s: { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  const mapping = {
    BatchSize: 10,
    EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    FunctionName: 'taker',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: 2,
    ScalingConfig: { MaximumConcurrency: 2 },
  };
  const Resources = {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: mapping },
  };
  writeFileSync(join(folder, 't.json'), JSON.stringify({ Resources }));
  const template = new Template(folder);
  queues = await startQueues(template, join(folder, 'queues'), credentials, {
    receive: () => undefined,
  });
  client = new SQSClient({
    endpoint: queues.sqsEndpoint,
    region: 'us-east-1',
    credentials,
  });
  queueUrl = template.refOf(template.ofType('AWS::SQS::Queue')[0]!);
  const taker = {
    name: 'taker',
    arn: 'taker',
    timeoutMs: 25_000,
    invoke: async (event: unknown) => {
      const { Records } = event as Records;
      batches.push(Records.map(({ body }) => body).sort());
      if (Records.some(({ body }) => body === 'breaks all')) throw new Error('it broke');
      const failed = Records.filter(({ body }) => body === 'fails');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    },
    stop: async () => undefined,
  } satisfies LocalFunction;
  sources = startEventSources(template, client, new Map([['taker', taker]]), Infinity);
});
afterAll(async () => {
  await sources.stop();
  client.destroy();
  await queues.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function inFlight(): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']);
}

test(
  'a batch collects messages for as long as its window, and they are in flight meanwhile',
  { timeout: 20_000 },
  async () => {
    queues.send(queueUrl, 'one');
    queues.send(queueUrl, 'two');
    await sleep(700);
    expect(batches).toEqual([]);
    expect(await inFlight()).toBe(2);
    await expect.poll(() => batches.flat().sort(), { timeout: 8000 }).toEqual(['one', 'two']);
    await expect.poll(inFlight).toBe(0);
  },
);

test('a full batch is delivered at once', { timeout: 20_000 }, async () => {
  batches.length = 0;
  const bodies = Array.from({ length: 40 }, (_, index) => `m${index}`);
  for (const body of bodies) queues.send(queueUrl, body);
  await expect.poll(() => batches.some(({ length }) => length === 10), { timeout: 1500 }).toBe(true);
  await expect.poll(() => batches.flat().length, { timeout: 8000 }).toBe(40);
  expect(batches.flat().sort()).toEqual(bodies.sort());
});

test(
  'failed messages stay on the queue: a single one, or the whole batch if the function throws',
  { timeout: 20_000 },
  async () => {
    batches.length = 0;
    for (const body of ['fails', 'is done']) queues.send(queueUrl, body);
    await expect.poll(() => batches.flat().length, { timeout: 8000 }).toBe(2);
    await expect.poll(inFlight).toBe(1);
    for (const body of ['breaks all', 'is lost with it']) queues.send(queueUrl, body);
    await expect.poll(() => batches.flat().length, { timeout: 8000 }).toBe(4);
    await sleep(500);
    expect(await inFlight()).toBe(batches.length === 2 ? 3 : 2);
  },
);
