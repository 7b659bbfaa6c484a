import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chanceOf } from '../proof/chance.ts';
import { QueueModel } from './queue-model.ts';

const visibilityMs = 1000;
const mostReceives = 2;

/** A queue with its dead-letter queue, the same for both sides of the comparison. */
type Queue = {
  send(body: string): Promise<void>;
  /** The bodies of the messages received. */
  receive(): Promise<string[]>;
  done(body: string): Promise<void>;
  wait(): Promise<void>;
  deadLetters(): Promise<number>;
};

/** Sends three messages, deletes one of them, and never deletes the others. */
async function lifeOf(queue: Queue): Promise<unknown[]> {
  for (const body of ['a', 'b', 'c']) await queue.send(body);
  const seen: unknown[] = [];
  const observe = async (): Promise<void> => {
    const received = (await queue.receive()).sort();
    seen.push([received, await queue.deadLetters()]);
  };
  await observe();
  await queue.done('a');
  await observe();
  await queue.wait();
  await observe();
  await queue.send('d');
  await observe();
  await queue.wait();
  await observe();
  await queue.wait();
  await observe();
  return seen;
}

function modelled(): Queue {
  let now = 0;
  const model = new QueueModel(chanceOf('queue'), { visibilityMs, mostReceives });
  const handed = new Map<string, ReturnType<QueueModel['receive']>[number]>();
  return {
    send: async (body) => model.send(body, now),
    receive: async () =>
      model.receive(10, now).map((message) => {
        handed.set(message.body, message);
        return message.body;
      }),
    done: async (body) => model.done([handed.get(body)!], now, 0),
    wait: async () => void (now += visibilityMs + 100),
    deadLetters: async () => model.deadLetters.length,
  };
}

async function embedded(client: SQSClient): Promise<Queue> {
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
  const attribute = async (QueueUrl: string, name: 'QueueArn' | 'ApproximateNumberOfMessages') =>
    (await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }))).Attributes![
      name
    ]!;
  const dead = await create('dead', {});
  const QueueUrl = await create('main', {
    VisibilityTimeout: String(visibilityMs / 1000),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await attribute(dead, 'QueueArn'),
      maxReceiveCount: mostReceives,
    }),
  });
  const handed = new Map<string, string>();
  return {
    async send(MessageBody) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    async receive() {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      for (const { Body, ReceiptHandle } of Messages) handed.set(Body!, ReceiptHandle!);
      return Messages.map(({ Body }) => Body!);
    },
    async done(body) {
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handed.get(body)! }));
    },
    wait: () => sleep(visibilityMs + 100),
    deadLetters: async () => Number(await attribute(dead, 'ApproximateNumberOfMessages')),
  };
}

test('the queue model delivers, hides, sets aside and deletes messages as the embedded queue does', async () => {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const expected = [
      [['a', 'b', 'c'], 0],
      [[], 0],
      [['b', 'c'], 0],
      [['d'], 0],
      [['d'], 2],
      [[], 3],
    ];
    expect(await lifeOf(modelled())).toEqual(expected);
    expect(await lifeOf(await embedded(client))).toEqual(expected);
  } finally {
    client.destroy();
    await server.stop();
  }
});
