import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { waitingQueue } from '../../src/runtime/waiting-queue.ts';

/** A queue that hands out these batches, and notes what becomes visible again. */
function queueOf(batches: string[][]) {
  const released: string[] = [];
  const send = async ({ constructor: { name }, input }: { constructor: { name: string }; input: object }) => {
    if (name === 'ReceiveMessageCommand')
      return { Messages: (batches.shift() ?? []).map((id) => ({ MessageId: id, ReceiptHandle: id })) };
    released.push((input as { ReceiptHandle: string }).ReceiptHandle);
    return {};
  };
  return { released, queue: waitingQueue({ send } as unknown as SQSClient, 'http://localhost/queue') };
}

test('whoever has seen enough leaves the rest of a batch to others, and keeps what was seen', async () => {
  const { queue, released } = queueOf([['a', 'b', 'c', 'd']]);
  for await (const { MessageId } of queue.messages(100)) if (MessageId === 'b') break;
  expect(released).toEqual(['c', 'd']);
});

test('messages are read once each, until none come but those seen before', async () => {
  const { queue, released } = queueOf([['a', 'b'], ['b', 'c'], ['a']]);
  const seen = await Array.fromAsync(queue.messages(100));
  expect(seen.map(({ MessageId }) => MessageId)).toEqual(['a', 'b', 'c']);
  expect(released).toEqual([]);
});
