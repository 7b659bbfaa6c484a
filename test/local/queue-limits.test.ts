import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEventSources, withinPayload } from '../../local/event-source.ts';
import { payloadBytes } from '../../local/function-payload.ts';
import { type MappingSettings, faultsOfMapping } from '../../local/mapping-limits.ts';
import { type LocalQueues, startQueues } from '../../local/queues.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Template } from '../../local/template.ts';
import { smallTemplate } from '../support/small-template.ts';
import { newCredentials } from '../../local/gate.ts';

const credentials = newCredentials();

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-queue-limits-'));
let template: Template;
let queues: LocalQueues;
let client: SQSClient;
const urlOf = (logicalId: string): string =>
  template.refOf(template.resources.find((each) => each.logicalId === logicalId)!);

beforeAll(async () => {
  const Mapping = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      BatchSize: 11,
      EventSourceArn: { 'Fn::GetAtt': ['Ordered', 'Arn'] },
      FunctionName: 'taker',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    },
  };
  template = smallTemplate(folder, {
    Queue: { Type: 'AWS::SQS::Queue' },
    Ordered: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
    Mapping,
  });
  queues = await startQueues(template, join(folder, 'queues'), credentials, {
    receive: () => undefined,
  });
  client = new SQSClient({ endpoint: queues.sqsEndpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await queues.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (MessageBody: string): Promise<unknown> =>
  client.send(new SendMessageCommand({ QueueUrl: urlOf('Queue'), MessageBody }));

describe('a queue', () => {
  test('accepts messages of at most 1 MiB from functions and topic rules', async () => {
    const largest = 'x'.repeat(serviceLimits.queueMessageBytes.limit);
    await send(largest);
    await expect(send(`${largest}x`)).rejects.toThrow();
    queues.send(urlOf('Queue'), largest);
    expect(() => queues.send(urlOf('Queue'), `${largest}x`)).toThrow('must be shorter');
  });

  test('delivers at most ten messages at once', async () => {
    for (let index = 0; index < 12; index++) await send(`m${index}`);
    const receive = (MaxNumberOfMessages: number) =>
      client.send(new ReceiveMessageCommand({ QueueUrl: urlOf('Queue'), MaxNumberOfMessages }));
    const { limit } = serviceLimits.queueReceivedMessages;
    await expect(receive(limit + 1)).rejects.toThrow();
    expect((await receive(limit)).Messages).toHaveLength(limit);
  });

  test('that is FIFO discards duplicates for five minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const QueueUrl = urlOf('Ordered');
      const sendOnce = (): Promise<unknown> =>
        client.send(
          new SendMessageCommand({
            QueueUrl,
            MessageBody: 'once',
            MessageGroupId: 'g',
            MessageDeduplicationId: 'd',
          }),
        );
      const waiting = async (): Promise<number> => {
        const AttributeNames = ['ApproximateNumberOfMessages' as const];
        const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
        return Number(Attributes!['ApproximateNumberOfMessages']);
      };
      const begin = Date.now();
      await sendOnce();
      vi.setSystemTime(begin + serviceLimits.fifoDeduplicationMs.limit - 1000);
      await sendOnce();
      expect(await waiting()).toBe(1);
      vi.setSystemTime(begin + serviceLimits.fifoDeduplicationMs.limit + 1000);
      await sendOnce();
      expect(await waiting()).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('an event source mapping', () => {
  const allowed: MappingSettings = {
    batchSize: 10,
    windowSeconds: 5,
    maximumConcurrency: 20,
    isFifo: false,
    visibilitySeconds: 155,
    timeoutSeconds: 25,
  };

  test.each<[Partial<MappingSettings>]>([
    [{}],
    [{ batchSize: 10_000, windowSeconds: 1 }],
    [{ batchSize: 10, windowSeconds: 0, isFifo: true }],
    [{ windowSeconds: 300 }],
    [{ maximumConcurrency: 2 }],
    [{ maximumConcurrency: 1000 }],
    [{ maximumConcurrency: null }],
    [{ visibilitySeconds: 25 }],
  ])('is accepted with %j', (changes) => {
    expect(faultsOfMapping({ ...allowed, ...changes })).toEqual([]);
  });

  test.each<[Partial<MappingSettings>, string]>([
    [{ batchSize: 10_001 }, 'a batch has 10001 messages; 10000 are allowed with its window'],
    [{ batchSize: 11, windowSeconds: 0 }, 'a batch has 11 messages; 10 are allowed with its window'],
    [{ isFifo: true }, 'a queue that keeps an order has no batching window'],
    [{ windowSeconds: 301 }, 'the batching window is 301 s; 300 are allowed'],
    [{ maximumConcurrency: 1 }, 'at most 1 batches at once; 2 to 1000 are allowed'],
    [{ maximumConcurrency: 1001 }, 'at most 1001 batches at once; 2 to 1000 are allowed'],
    [{ timeoutSeconds: 156 }, 'the function may take 156 s, and a message is hidden for 155 s only'],
  ])('is refused with %j', (changes, sentence) => {
    expect(faultsOfMapping({ ...allowed, ...changes })).toEqual([sentence]);
  });

  test('that Lambda would refuse prevents the start', () => {
    const taker = {
      name: 'taker',
      arn: 'taker',
      timeoutMs: 25_000,
      invoke: async () => undefined,
      stop: async () => undefined,
    };
    expect(() => startEventSources(template, client, new Map([['taker', taker]]), 0)).toThrow(
      'Lambda refuses Mapping: a batch has 11 messages',
    );
  });

  test("delivers no more at once than fits a function's payload limit", () => {
    const message = (letter: string, length: number) => ({ MessageId: letter, Body: letter.repeat(length) });
    const { limit } = serviceLimits.functionPayloadBytes;
    const half = limit / 2 - 1000;
    const batches = withinPayload([message('a', half), message('b', half), message('c', half)], 'arn');
    expect(batches.map((batch) => batch.map(({ MessageId }) => MessageId))).toEqual([['a', 'b'], ['c']]);
    expect(payloadBytes(batches[0])).toBeLessThanOrEqual(limit);
    expect(withinPayload([], 'arn')).toEqual([]);
  });
});
