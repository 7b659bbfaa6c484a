import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { FilterPolicyLimitExceededException, InvalidParameterException } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { serviceLimits } from '../../local/service-limits.ts';
import { chanceOf } from '../proof/chance.ts';
import { noFaults } from '../simulation/fault-kinds.ts';
import { FunctionHost, type Make } from '../simulation/function-host.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import { Services } from '../simulation/services.ts';
import { VirtualTime } from '../simulation/virtual-time.ts';
import { FifoQueueModel } from './fifo-queue-model.ts';
import { modelClient } from './model-client.ts';
import { QueueModel } from './queue-model.ts';
import { tableShape } from './table-shape.ts';
import { TablesModel } from './tables-model.ts';
import { TopicModel } from './topic-model.ts';
import { type TestDatabase, startDatabase, templateTables } from '../support/database.ts';

const chance = chanceOf('limits');

describe('the models of queues', () => {
  const standard = (): QueueModel => new QueueModel(chance, { visibilityMs: 1000, mostReceives: 5 });
  const ordered = (): FifoQueueModel => new FifoQueueModel({ visibilityMs: 1000, retentionMs: Infinity });
  const largest = 'x'.repeat(serviceLimits.queueMessageBytes.limit);

  test('accept a message of 1 MiB and none larger', () => {
    const [queue, fifo] = [standard(), ordered()];
    queue.send(largest, 0);
    fifo.send(largest, 'a', 0);
    expect(() => queue.send(`${largest}x`, 0)).toThrow('InvalidParameterValue');
    expect(() => fifo.send(`${largest}x`, 'b', 0)).toThrow('InvalidParameterValue');
    expect([queue.length, fifo.length]).toEqual([1, 1]);
  });

  test('delay a message by up to 15 minutes and no longer', () => {
    const queue = standard();
    const mostMs = serviceLimits.queueDelaySeconds.limit * 1000;
    queue.send('late', 5, 5 + mostMs);
    expect(() => queue.send('later', 5, 5 + mostMs + 1)).toThrow('a delay of');
  });

  test('deliver at most ten messages at once', () => {
    const [queue, fifo] = [standard(), ordered()];
    for (let index = 0; index < 12; index++) {
      queue.send(`m${index}`, 0);
      fifo.send(`m${index}`, `m${index}`, 0);
    }
    const { limit } = serviceLimits.queueReceivedMessages;
    expect([queue.receive(12, 0).length, fifo.receive(12, 0).length]).toEqual([limit, limit]);
  });

  test('deliver nothing while the maximum number of messages is in flight', () => {
    const queue = standard();
    const { limit } = serviceLimits.queueInFlightMessages;
    for (let index = 0; index < 10; index++) queue.send('x', 0);
    // Really putting that many in flight would take minutes.
    const inFlight = vi.spyOn(queue, 'inFlight').mockReturnValue(limit - 1);
    expect(queue.receive(10, 0)).toHaveLength(1);
    inFlight.mockReturnValue(limit);
    expect(queue.receive(10, 0)).toEqual([]);
  });
});

describe('the model of the topic', () => {
  const message = (length: number) => ({ Subject: 's', Message: 'x'.repeat(length) });

  test('accepts 256 KiB, a subject of 99 characters, and no more', () => {
    const topic = new TopicModel();
    const { limit } = serviceLimits.publicationBytes;
    topic.publish({ ...message(limit), Subject: 'x'.repeat(serviceLimits.subjectCharacters.limit) }, 0);
    expect(topic.refusals).toEqual([]);
    expect(() => topic.publish(message(limit + 1), 0)).toThrow(InvalidParameterException);
    expect(() => topic.publish({ ...message(1), Subject: 'x'.repeat(100) }, 0)).toThrow('Subject');
    expect(topic.refusals).toHaveLength(2);
  });

  test('suspends a mail subscription that receives more than ten mails in a second', () => {
    const topic = new TopicModel();
    const { limit } = serviceLimits.mailsOfSecond;
    for (let mail = 0; mail < limit; mail++) topic.publish(message(1), 0);
    // The eleventh mail comes when the first is a second old.
    expect(topic.publish(message(1), 1000)).toEqual(['everything@example.org']);
    for (let mail = 1; mail < limit; mail++) topic.publish(message(1), 1000);
    expect(topic.refusals).toEqual([]);
    expect(topic.publish(message(1), 1999)).toEqual([]);
    expect(topic.refusals).toEqual([
      'SNS suspends the subscription of everything@example.org: more than 10 mails in a second',
    ]);
  });

  const subscribe = (topic: TopicModel, endpoint: string, policy: object): void =>
    topic.subscribe(
      { TopicArn: 't', Endpoint: endpoint, Attributes: { FilterPolicy: JSON.stringify(policy) } },
      0,
    );

  test('accepts 200 filters, each as large as SNS allows', () => {
    const topic = new TopicModel();
    const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
    const keys = (count: number): object => Object.fromEntries(values(count).map((key) => [key, ['x']]));
    subscribe(topic, 'keys', keys(serviceLimits.filterPolicyKeys.limit));
    expect(() => subscribe(topic, 'more', keys(serviceLimits.filterPolicyKeys.limit + 1))).toThrow('5 keys');
    subscribe(topic, 'many', { a: values(serviceLimits.filterPolicyCombinations.limit) });
    expect(() => subscribe(topic, 'more', { a: values(151) })).toThrow('too complex');
    const long = 'x'.repeat(serviceLimits.filterPolicyBytes.limit - '{"a":[""]}'.length);
    subscribe(topic, 'long', { a: [long] });
    expect(() => subscribe(topic, 'more', { a: [`${long}x`] })).toThrow('too large');
    for (let index = 3; index < serviceLimits.filterPoliciesOfTopic.limit; index++)
      subscribe(topic, `p${index}`, { a: ['x'] });
    expect(() => subscribe(topic, 'more', { a: ['x'] })).toThrow(FilterPolicyLimitExceededException);
    // An existing subscription may be repeated, and one without a filter does not count.
    subscribe(topic, 'p3', { a: ['x'] });
    topic.subscribe({ TopicArn: 't', Endpoint: 'more' }, 0);
  });

  test('applies a filter after 15 minutes', () => {
    const topic = new TopicModel();
    subscribe(topic, 'north', { audience: ['site:north'] });
    const attributes = { audience: { DataType: 'String.Array', StringValue: '["site:south"]' } };
    const heardAt = (now: number) => topic.publish({ ...message(1), MessageAttributes: attributes }, now);
    const { limit } = serviceLimits.filterPolicyActsAfterMs;
    expect(heardAt(limit - 1)).toEqual(['everything@example.org', 'north']);
    expect(heardAt(limit)).toEqual(['everything@example.org']);
  });
});

describe('the function host', () => {
  const hostOf = (handler: ReturnType<Make>, time: VirtualTime): FunctionHost =>
    new FunctionHost('f', () => handler, { time, chance, timeoutMs: 1000 });

  test('accepts requests and responses of 6 MiB and no more', async () => {
    const time = new VirtualTime(0, chance);
    const host = hostOf(async (event) => event, time);
    const text = 'x'.repeat(serviceLimits.functionPayloadBytes.limit - 2);
    expect(await host.invoke(text)).toEqual({ ok: true, answer: text });
    expect(await host.invoke(`${text}x`)).toEqual({ ok: false });
    const talkative = hostOf(async () => `${text}x`, time);
    expect(await talkative.invoke({})).toEqual({ ok: false });
  });

  test('repeats a failed asynchronous invocation after one minute and after two more', async () => {
    const time = new VirtualTime(0, chance);
    const ranAt: number[] = [];
    const host = hostOf(async () => {
      ranAt.push(time.now);
      throw new Error('it fails');
    }, time);
    const oldestMs = serviceLimits.asynchronousEventMs.limit;
    void host.invokeAsynchronously({}, { retries: 2, oldestMs });
    await time.run(600_000);
    const [first, second] = serviceLimits.asynchronousRetriesMs.limit;
    expect(ranAt.splice(0)).toEqual([0, first, first + second]);
    void host.invokeAsynchronously({}, { retries: 0, oldestMs });
    await time.run(1_200_000);
    expect(ranAt).toEqual([600_000]);
  });
});

describe('the services of a simulated account', () => {
  const services = (): Services =>
    new Services({ now: 0, after: (_, run) => run() }, chance, {
      tables: new TablesModel({}),
      queue: new QueueModel(chance, { visibilityMs: 0, mostReceives: 5 }),
      notifications: new FifoQueueModel({ visibilityMs: 0, retentionMs: Infinity }),
      faults: noFaults,
      ledgerHas: () => true,
    });

  test('archive a record of 1 000 KiB and none larger', async () => {
    class PutRecordCommand {
      readonly input: object;
      constructor(bytes: number) {
        this.input = { Record: { Data: new Uint8Array(bytes) } };
      }
    }
    const { limit } = serviceLimits.streamRecordBytes;
    const put = async (bytes: number): Promise<unknown> =>
      services().send('stream', new PutRecordCommand(bytes));
    await put(limit);
    await expect(put(limit + 1)).rejects.toThrow('InvalidArgumentException');
  });

  test('receive requests that came through the content delivery network', () => {
    const { requestContext } = eventOf('attachDevice', '', {});
    expect(requestContext.http.sourceIp).toBe(serviceLimits.gatewayPeer.limit);
  });
});

describe('DynamoDB, in the local run and as a model,', () => {
  let engine: TestDatabase;
  let clients: DynamoDBClient[];
  beforeAll(async () => {
    engine = await startDatabase('dynalite');
    const shapes = Object.fromEntries(
      templateTables().map(([name, properties]) => [name, tableShape(properties)]),
    );
    clients = [engine.database.client, modelClient(new TablesModel(shapes))];
  });
  afterAll(() => engine.stop());

  /** Whether the engine and the model each accept a command. */
  const areTaken = async (command: PutItemCommand | GetItemCommand | BatchGetItemCommand) =>
    Promise.all(
      clients.map((client) =>
        client.send(command as PutItemCommand).then(
          () => true,
          () => false,
        ),
      ),
    );
  const put = (deviceId: string, bytes: number) =>
    areTaken(
      new PutItemCommand({
        TableName: 'devices',
        Item: {
          deviceId: { S: deviceId },
          b: { B: new Uint8Array(bytes - 'deviceIdb'.length - deviceId.length) },
        },
      }),
    );

  test('accepts an item of 400 KiB and none larger', async () => {
    const { limit } = serviceLimits.itemBytes;
    expect(await put('d', limit)).toEqual([true, true]);
    expect(await put('d', limit + 1)).toEqual([false, false]);
  });

  test('accepts keys of 2 048 and 1 024 bytes and none longer', async () => {
    const { hashKeyBytes, rangeKeyBytes } = serviceLimits;
    const get = (hash: number, range: number) => {
      const [deviceId, segment] = [{ S: 'x'.repeat(hash) }, { S: 'x'.repeat(range) }];
      return areTaken(new GetItemCommand({ TableName: 'journal', Key: { deviceId, segment } }));
    };
    expect(await get(hashKeyBytes.limit, rangeKeyBytes.limit)).toEqual([true, true]);
    expect(await get(hashKeyBytes.limit + 1, 1)).toEqual([false, false]);
    expect(await get(1, rangeKeyBytes.limit + 1)).toEqual([false, false]);
  });

  test('returns a hundred items at once and no more', async () => {
    const get = (count: number) => {
      const Keys = Array.from({ length: count }, (_, index) => ({ deviceId: { S: `k${index}` } }));
      return areTaken(new BatchGetItemCommand({ RequestItems: { devices: { Keys } } }));
    };
    const { limit } = serviceLimits.batchedKeys;
    expect(await get(limit)).toEqual([true, true]);
    expect(await get(limit + 1)).toEqual([false, false]);
  });

  test('ends a page with the item that passes 1 MiB', async () => {
    const bytes = 100_000;
    for (let index = 0; index < 12; index++) {
      const Item = {
        shipmentId: { S: 'P' },
        sequence: { S: `${index}`.padStart(3, '0') },
        b: { B: new Uint8Array(bytes) },
      };
      expect(await areTaken(new PutItemCommand({ TableName: 'ledger', Item }))).toEqual([true, true]);
    }
    const pages = await Promise.all(
      clients.map(async (client) => {
        const { Items, LastEvaluatedKey } = await client.send(
          new QueryCommand({
            TableName: 'ledger',
            KeyConditionExpression: 'shipmentId = :s',
            ExpressionAttributeValues: { ':s': { S: 'P' } },
          }),
        );
        return [Items?.length, LastEvaluatedKey !== undefined];
      }),
    );
    const count = Math.ceil(serviceLimits.pageBytes.limit / bytes);
    expect(pages).toEqual([
      [count, true],
      [count, true],
    ]);
  });
});
