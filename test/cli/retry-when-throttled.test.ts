import { expect, test } from 'vitest';
import { retryWhenThrottled } from '../../src/cli/retry-when-throttled.ts';

/** A gateway that throttles the first requests. */
function gateway(refusals: number) {
  const said: string[] = [];
  const waited: number[] = [];
  let asked = 0;
  return {
    said,
    waited,
    ask: async () => {
      asked += 1;
      return asked <= refusals
        ? Response.json({ message: 'Too Many Requests' }, { status: 429 })
        : Response.json({ asked });
    },
    how: {
      say: (sentence: string) => void said.push(sentence),
      wait: async (seconds: number) => void waited.push(seconds),
    },
  };
}

test('a throttled command says so, waits for the announced time, and continues', async () => {
  const { ask, how, said, waited } = gateway(2);
  expect(await (await retryWhenThrottled(ask, how)).json()).toEqual({ asked: 3 });
  expect(said).toEqual([
    'Too many requests; trying again in 2 s.',
    'Too many requests; trying again in 5 s.',
  ]);
  expect(waited).toEqual([2, 5]);
});

test('a throttled command gives up eventually', async () => {
  const { ask, how, waited } = gateway(5);
  await expect(retryWhenThrottled(ask, how)).rejects.toThrow(
    'Too many requests, for 37 s now; try again later.',
  );
  expect(waited).toEqual([2, 5, 10, 20]);
});

test('any other response is returned unchanged', async () => {
  const { ask, how, said } = gateway(0);
  expect((await retryWhenThrottled(ask, how)).status).toBe(200);
  const other = await retryWhenThrottled(async () => new Response(null, { status: 503 }), how);
  expect(other.status).toBe(503);
  expect(said).toEqual([]);
});
