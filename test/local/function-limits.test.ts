import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type LocalFunction, startFunctions } from '../../local/function-host.ts';
import { PayloadTooLarge } from '../../local/function-payload.ts';
import { runAsynchronously } from '../../local/run-asynchronously.ts';
import { startSchedules } from '../../local/schedules.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { smallTemplate } from '../support/small-template.ts';

const { slept } = vi.hoisted(() => ({ slept: [] as unknown[] }));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => void slept.push(milliseconds),
}));

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-function-limits-'));
const { limit } = serviceLimits.functionPayloadBytes;
let echo: LocalFunction;

/** Starts a function that answers how long a text is, or as much as it is asked for. */
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
    environment: {},
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
  test('is given 6 MiB and no more', async () => {
    const text = 'x'.repeat(limit - '{"text":""}'.length);
    expect(await echo.invoke({ text })).toBe(text.length);
    await expect(echo.invoke({ text: `${text}x` })).rejects.toThrow(PayloadTooLarge);
  });

  test('is not told to hold a message back for more than a quarter of an hour', async () => {
    await expect(start(serviceLimits.queueDelaySeconds.limit + 1)).rejects.toThrow(
      'DELAY is 901; SQS holds a message back for 900 s at most',
    );
  });

  test('answers 6 MiB and no more', async () => {
    expect(await echo.invoke({ answers: limit - 2 })).toHaveLength(limit - 2);
    await expect(echo.invoke({ answers: limit - 1 })).rejects.toThrow('answers more than Lambda hands over');
  });
});

describe('a function of whose answer nobody waits', () => {
  const failing = (times: number): (() => Promise<void>) => {
    let left = times;
    return async () => {
      if (left-- > 0) throw new Error('it fails');
    };
  };

  test.each([
    [0, [], true],
    [1, [60_000], true],
    [2, [60_000, 120_000], true],
    [3, [60_000, 120_000], false],
  ])('that fails %i times is run again after %j, and has run: %s', async (times, waits, isDone) => {
    const waited: number[] = [];
    const run = runAsynchronously(failing(times), async (milliseconds) => waited.push(milliseconds));
    expect(await run.then(() => true).catch(() => false)).toBe(isDone);
    expect(waited).toEqual(waits);
  });

  test('is one that a schedule starts', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
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
    quiet.mockRestore();
  });
});
