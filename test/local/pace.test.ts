import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { repeatUntil } from '../../local/pace.ts';

test('failed work is repeated after a delay that doubles, and stopping it takes effect at once', async () => {
  const stopping = new AbortController();
  const failures: unknown[] = [];
  const running = repeatUntil(
    stopping.signal,
    async () => {
      throw new Error('the queue is gone');
    },
    (error) => failures.push(error),
  );
  await sleep(250);
  // At 0 and 0.1 s; the next would be at 0.3 s.
  expect(failures).toHaveLength(2);
  stopping.abort();
  const stoppedAt = performance.now();
  await running;
  expect(performance.now() - stoppedAt).toBeLessThan(50);
  expect(failures).toHaveLength(2);
});

test('successful work is repeated at once', async () => {
  const stopping = new AbortController();
  let count = 0;
  await repeatUntil(
    stopping.signal,
    async () => {
      await sleep(1);
      if (++count === 5) stopping.abort();
    },
    () => expect.unreachable(),
  );
  expect(count).toBe(5);
});
