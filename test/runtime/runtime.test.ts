import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { recordsOf } from '../../src/storage/archive/archive-stream.ts';
import { requireEnv } from '../../src/runtime/require-env.ts';
import { acknowledgementDeadlinesFromEnv } from '../../src/monitoring/acknowledgement-deadlines.ts';
import { runUntilDeadline } from '../../src/runtime/run-until-deadline.ts';
import { concurrently } from '../../src/runtime/concurrently.ts';
import { minute } from '../support/series.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** Notes how much of something is under way at once. */
function gauge() {
  let underway = 0;
  const seen = { most: 0, done: [] as number[] };
  const work = async (each: number): Promise<void> => {
    seen.most = Math.max(seen.most, ++underway);
    await new Promise((resolve) => setImmediate(resolve));
    underway--;
    seen.done.push(each);
    if (each < 0) throw new Error(`failed ${each}`);
  };
  return { seen, work };
}

describe('several at once', () => {
  test('are so many and no more, and each is done once', async () => {
    const { seen, work } = gauge();
    await concurrently([1, 2, 3, 4, 5, 6, 7], 3, work);
    expect(seen).toEqual({ most: 3, done: [1, 2, 3, 4, 5, 6, 7] });
  });

  test('all end before the first failure is said', async () => {
    const { seen, work } = gauge();
    await expect(concurrently([1, -2, 3, -4, 5], 2, work)).rejects.toThrow('failed -2');
    expect(seen.done).toEqual([1, -2, 3, -4, 5]);
  });
});

describe('runs until a deadline', () => {
  test('are twelve at once; what fails is said to who asked, and stops nothing', async () => {
    const { seen, work } = gauge();
    const said: [number, string][] = [];
    const all = Array.from({ length: 30 }, (_, index) => (index === 5 ? -5 : index));
    const outcome = await runUntilDeadline(all, 1001, work, (each, error) =>
      said.push([each, String(error)]),
    );
    expect(outcome).toEqual({ failures: [new Error('failed -5')], postponed: 0 });
    expect([seen.most, seen.done.length, said]).toEqual([12, 30, [[-5, 'Error: failed -5']]]);
  });

  test('begin before it, not at it', async () => {
    const { seen, work } = gauge();
    expect(await runUntilDeadline([1, 2, 3], 1000, work, () => undefined)).toEqual({
      failures: [],
      postponed: 3,
    });
    expect(seen.done).toEqual([]);
    const some = await runUntilDeadline(
      [1, 2, 3, 4].values(),
      1001,
      async (each) => void (each === 2 && vi.setSystemTime(1001)),
      () => undefined,
    );
    expect(some).toEqual({ failures: [], postponed: 2 });
  });
});

describe('records of the archive', () => {
  const largest = 1_000 * 1024;
  /** A message whose line is so many bytes long. */
  const ofBytes = (bytes: number, thing = 'a') => {
    const message = { receivedAt: 1, thing, topic: 't', payload: '' };
    const line = Buffer.byteLength(`${JSON.stringify(message)}\n`);
    return { ...message, payload: 'x'.repeat(bytes - line) };
  };
  const sizes = (...messages: Parameters<typeof recordsOf>[0]) =>
    recordsOf(messages).map(({ length }) => length);

  test('hold as many messages as go into one, to the last byte', () => {
    expect(recordsOf([])).toEqual([]);
    expect(sizes(ofBytes(200), ofBytes(300))).toEqual([500]);
    expect(sizes(ofBytes(largest - 300), ofBytes(300))).toEqual([largest]);
    expect(sizes(ofBytes(largest - 300), ofBytes(301), ofBytes(100))).toEqual([largest - 300, 401]);
    // Counted in bytes, and one that is too large is alone.
    expect(sizes(ofBytes(largest + 1, 'ä'), ofBytes(100))).toEqual([largest + 1, 100]);
  });

  test('are a line for each message', () => {
    const messages = [ofBytes(100), ofBytes(120, 'b')];
    expect(Buffer.from(recordsOf(messages)[0]!).toString()).toBe(
      messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    );
  });
});

test('patience is given in minutes, for each severity; null is for ever', () => {
  vi.stubEnv('ACKNOWLEDGE_WITHIN_MINUTES', '{"info":null,"minor":240,"major":0.5,"critical":0}');
  expect(acknowledgementDeadlinesFromEnv()).toEqual({
    info: null,
    minor: 240 * minute,
    major: minute / 2,
    critical: 0,
  });
});

test('a name that is missing from the environment ends the start, and is named', () => {
  vi.stubEnv('SOMETHING', 'there');
  expect(requireEnv('SOMETHING')).toBe('there');
  for (const missing of ['', undefined]) {
    vi.stubEnv('SOMETHING', missing);
    expect(() => requireEnv('SOMETHING')).toThrow('SOMETHING');
  }
});
