import { expect, test } from 'vitest';
import { FifoQueueModel } from './fifo-queue-model.ts';

const minute = 60_000;

test('a FIFO queue with one group preserves order, drops duplicates, and has one batch in flight at a time', () => {
  const queue = new FifoQueueModel({ visibilityMs: 3 * minute, retentionMs: 15 * minute });
  const bodies = (now: number) => queue.receive(2, now).map(({ body }) => body);
  for (const body of ['a', 'b', 'a', 'c']) queue.send(body, body, 0);
  const first = queue.receive(2, 0);
  expect(first.map(({ body }) => body)).toEqual(['a', 'b']);
  expect(bodies(1)).toEqual([]);
  queue.done(first);
  expect(bodies(2)).toEqual(['c']);
  // The consumer dies: the group is blocked until its messages become visible again.
  queue.send('d', 'd', 3);
  expect([bodies(4), queue.nextVisible()]).toEqual([[], 2 + 3 * minute]);
  expect(bodies(2 + 3 * minute)).toEqual(['c', 'd']);
  // Duplicates are dropped for five minutes, and messages expire after their retention.
  queue.send('a', 'a', 5 * minute - 1);
  expect(queue.length).toBe(2);
  queue.send('a', 'a', 5 * minute);
  expect(bodies(17 * minute)).toEqual(['a']);
});
