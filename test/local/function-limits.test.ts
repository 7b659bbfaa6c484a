import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Concurrency, Throttled } from '../../local/concurrency.ts';
import { CertificateAuthority } from '../../local/certificates.ts';
import { startFunctions } from '../../local/start-functions.ts';
import { PayloadTooLarge, ResponseTooLarge } from '../../local/function-payload.ts';
import {
  type AsynchronousRuns,
  asynchronousRunsOf,
  runAsynchronously,
} from '../../local/run-asynchronously.ts';
import { startSchedules } from '../../local/schedules.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { smallTemplate } from '../support/small-template.ts';
import { newCredentials } from '../../local/gate.ts';
import type { LocalFunction } from '../../local/local-function.ts';

const { slept } = vi.hoisted(() => ({ slept: [] as unknown[] }));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => void slept.push(milliseconds),
}));

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-function-limits-'));
const { limit } = serviceLimits.functionPayloadBytes;
let echo: LocalFunction;

/** Starts a function that returns the length of a text, or as much text as requested. */
async function start(delaySeconds: number): Promise<LocalFunction> {
  const Variables = { DELAY: String(delaySeconds) };
  const Properties = {
    Code: { S3Key: 'echo.zip' },
    Handler: 'index.handler',
    Timeout: 20,
    Environment: { Variables },
  };
  const template = smallTemplate(folder, { Echo: { Type: 'AWS::Lambda::Function', Properties } });
  const functions = await startFunctions(template, {
    credentials: newCredentials(),
    environment: {},
    authority: (await CertificateAuthority.open(join(folder, 'authority'))).certificate,
    logFolder: join(folder, 'logs'),
    warm: 1,
    secondsAtMost: { DELAY: 1 },
    notesRequests: false,
  });
  return functions.values().next().value!;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'asset.echo'));
  writeFileSync(
    join(folder, 'asset.echo/index.mjs'),
    "export const handler = async ({ text, answers }) => (answers === undefined ? text.length : 'x'.repeat(answers));",
  );
  echo = await start(serviceLimits.queueDelaySeconds.limit);
});
afterAll(async () => {
  await echo.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a function', () => {
  test('accepts at most 6 MiB', async () => {
    const text = 'x'.repeat(limit - '{"text":""}'.length);
    expect(await echo.invoke({ text })).toBe(text.length);
    await expect(echo.invoke({ text: `${text}x` })).rejects.toThrow(PayloadTooLarge);
  });

  test('cannot have a message delay of more than a quarter of an hour', async () => {
    await expect(start(serviceLimits.queueDelaySeconds.limit + 1)).rejects.toThrow(
      'DELAY is 901; SQS holds a message back for 900 s at most',
    );
  });

  test('returns at most 6 MiB', async () => {
    expect(await echo.invoke({ answers: limit - 2 })).toHaveLength(limit - 2);
    await expect(echo.invoke({ answers: limit - 1 })).rejects.toThrow(ResponseTooLarge);
  });
});

test('functions do not exceed the concurrency limit of the account', async () => {
  const concurrency = new Concurrency(2);
  const ends: (() => void)[] = [];
  const [one, other] = ['one', 'other'].map((name) =>
    concurrency.limit({
      name,
      arn: name,
      timeoutMs: 1000,
      invoke: () => new Promise<void>((resolve) => ends.push(resolve)),
      stop: async () => undefined,
    }),
  ) as [LocalFunction, LocalFunction];
  const first = one.invoke({});
  void other.invoke({});
  await expect(other.invoke({})).rejects.toThrow(Throttled);
  ends[0]!();
  await first;
  void other.invoke({});
  expect(ends).toHaveLength(3);
});

describe('an asynchronously invoked function', () => {
  const failing = (times: number): (() => Promise<void>) => {
    let left = times;
    return async () => {
      if (left-- > 0) throw new Error('it fails');
    };
  };

  /** Runs it on a simulated clock. Returns each delay, and whether it succeeded in the end. */
  async function runs(run: () => Promise<void>, said: AsynchronousRuns) {
    const waited: number[] = [];
    const sum = (): number => waited.reduce((total, each) => total + each, 0);
    const time = { now: sum, wait: async (milliseconds: number) => waited.push(milliseconds) };
    const hasRun = await runAsynchronously(run, said, time).then(
      () => true,
      () => false,
    );
    return { waited, hasRun };
  }
  const hour = 3_600_000;

  test.each([
    [0, 2, [], true],
    [1, 2, [60_000], true],
    [2, 2, [60_000, 120_000], true],
    [3, 2, [60_000, 120_000], false],
    [1, 1, [60_000], true],
    [2, 1, [60_000], false],
    [1, 0, [], false],
  ])(
    'that fails %i times and has %i retries is repeated after %j, and succeeded: %s',
    async (times, retries, waited, hasRun) => {
      expect(await runs(failing(times), { retries, oldestMs: 6 * hour })).toEqual({ waited, hasRun });
    },
  );

  test('is not repeated once its event has reached the maximum age', async () => {
    const said = { retries: 2, oldestMs: 100_000 };
    expect(await runs(failing(2), said)).toEqual({ waited: [60_000], hasRun: false });
  });

  test.each([
    [0, 60_000, [1000, 2000, 4000, 8000, 16_000], false],
    [2, 60_000, [1000, 2000, 4000, 8000, 16_000], false],
    [0, 700_000, [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000], false],
  ])(
    'that stays throttled, with %i retries and events of at most %i ms, waits %j and is dropped',
    async (retries, oldestMs, waited, hasRun) => {
      const throttled = async (): Promise<void> => {
        throw new Throttled('no more at once');
      };
      expect(await runs(throttled, { retries, oldestMs })).toEqual({ waited, hasRun });
    },
  );

  test('that was throttled runs once as soon as possible', async () => {
    let asked = 0;
    let ran = 0;
    const free = async (): Promise<void> => {
      if (++asked < 4) throw new Throttled('no more at once');
      ran++;
    };
    const said = { retries: 0, oldestMs: 60_000 };
    expect(await runs(free, said)).toEqual({ waited: [1000, 2000, 4000], hasRun: true });
    expect(ran).toBe(1);
  });

  test('is repeated twice by default, for events up to six hours old', () => {
    const template = smallTemplate(folder, {});
    expect(asynchronousRunsOf(template, 'watch')).toEqual({ retries: 2, oldestMs: 6 * hour });
  });

  test('includes one started by a schedule', async () => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const Targets = [{ Arn: 'watch' }];
    const template = smallTemplate(folder, {
      Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets } },
    });
    const run = failing(1);
    const invoke = vi.fn(run);
    const watch = { name: 'watch', arn: 'watch', timeoutMs: 1000, invoke, stop: async () => undefined };
    slept.length = 0;
    const schedules = startSchedules(template, new Map([['watch', watch]]), { send: () => undefined }, 50);
    await expect.poll(() => invoke.mock.calls.length, { interval: 5 }).toBeGreaterThan(1);
    await schedules.stop();
    expect(slept).toEqual([60_000]);
    consoleError.mockRestore();
  });
});
