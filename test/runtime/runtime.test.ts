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

/** Records the highest number of concurrent runs. */
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

describe('concurrently', () => {
  test('runs at most the given number at once, and each item once', async () => {
    const { seen, work } = gauge();
    await concurrently([1, 2, 3, 4, 5, 6, 7], 3, work);
    expect(seen).toEqual({ most: 3, done: [1, 2, 3, 4, 5, 6, 7] });
  });

  test('rejects with the first failure once all have ended', async () => {
    const { seen, work } = gauge();
    await expect(concurrently([1, -2, 3, -4, 5], 2, work)).rejects.toThrow('failed -2');
    expect(seen.done).toEqual([1, -2, 3, -4, 5]);
  });
});

describe('runUntilDeadline', () => {
  test('runs twelve at once; a failure is reported and stops no other', async () => {
    const { seen, work } = gauge();
    const failuresSeen: [number, string][] = [];
    const all = Array.from({ length: 30 }, (_, index) => (index === 5 ? -5 : index));
    const outcome = await runUntilDeadline(all, 1001, work, (each, error) =>
      failuresSeen.push([each, String(error)]),
    );
    expect(outcome).toEqual({ failures: [new Error('failed -5')], postponed: 0 });
    expect([seen.most, seen.done.length, failuresSeen]).toEqual([12, 30, [[-5, 'Error: failed -5']]]);
  });

  test('starts runs before the deadline, not at it', async () => {
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

describe('archive records', () => {
  const largest = 1_000 * 1024;
  /** A message whose line has the given length in bytes. */
  const ofBytes = (bytes: number, thing = 'a') => {
    const message = { receivedAt: 1, thing, topic: 't', payload: '' };
    const line = Buffer.byteLength(`${JSON.stringify(message)}\n`);
    return { ...message, payload: 'x'.repeat(bytes - line) };
  };
  const sizes = (...messages: Parameters<typeof recordsOf>[0]) =>
    [...recordsOf(messages)].map(({ length }) => length);

  test('contain as many messages as fit, to the last byte', () => {
    expect([...recordsOf([])]).toEqual([]);
    expect(sizes(ofBytes(200), ofBytes(300))).toEqual([500]);
    expect(sizes(ofBytes(largest - 300), ofBytes(300))).toEqual([largest]);
    expect(sizes(ofBytes(largest - 300), ofBytes(301), ofBytes(100))).toEqual([largest - 300, 401]);
    // Counted in bytes; a message that is too large gets a record of its own.
    expect(sizes(ofBytes(largest + 1, 'ä'), ofBytes(100))).toEqual([largest + 1, 100]);
  });

  test('have a line for each message', () => {
    const messages = [ofBytes(100), ofBytes(120, 'b')];
    expect(Buffer.from([...recordsOf(messages)][0]!).toString()).toBe(
      messages.map((message) => `${JSON.stringify(message)}\n`).join(''),
    );
  });
});

test('acknowledgement deadlines are given in minutes for each severity; null means none', () => {
  vi.stubEnv('ACKNOWLEDGE_WITHIN_MINUTES', '{"info":null,"minor":240,"major":0.5,"critical":0}');
  expect(acknowledgementDeadlinesFromEnv()).toEqual({
    info: null,
    minor: 240 * minute,
    major: minute / 2,
    critical: 0,
  });
});

test('a missing environment variable stops the start with its name', () => {
  vi.stubEnv('SOMETHING', 'there');
  expect(requireEnv('SOMETHING')).toBe('there');
  for (const missing of ['', undefined]) {
    vi.stubEnv('SOMETHING', missing);
    expect(() => requireEnv('SOMETHING')).toThrow('SOMETHING');
  }
});
