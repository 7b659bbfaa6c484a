import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { median } from '../../benchmarks/measure.ts';
import { type Suite, type Check, atLeast, atMost } from '../check.ts';
import { startBreakable } from '../../chaos/breakable-run.ts';
import { shapesOfTemplate } from '../table-shapes.ts';
import { judgeRows, memoryOfJudging } from './judge-command.ts';
import type { LongRecord } from './long-record.ts';

const root = join(import.meta.dirname, '../../..');
const run = promisify(execFile);
const million = 1_000_000;

type Figures = { readonly [name: string]: number | Figures };

/**
 * Compares with targets only what does not depend on the machine: ratios within one run, capacity units, generous
 * bounds.
 */
export const suite: Suite = {
  name: 'speed',
  title: 'Speed',
  isTimed: true,
  async prove({ isQuick, say }) {
    const checks: Check[] = [];
    if (!isQuick) {
      checks.push(...(await bench()));
      say('npm run bench is done');
    }
    const { overParsing, megabytes } = await judgeRows(million, isQuick ? 1 : 3);
    checks.push(
      atMost(
        'coldwatch judge, a million rows: time of the command divided by that of reading and parsing the file',
        overParsing,
        2,
        { upTo: 2.5, reason: 'the machine was busy with something else' },
      ),
      isQuick
        ? atMost('coldwatch judge, a million sorted rows: peak memory, MB', megabytes, 300)
        : atMost(
            'coldwatch judge, ten million sorted rows: peak memory, MB',
            await memoryOfJudging(10 * million),
            300,
          ),
    );
    say('logger files are evaluated');
    checks.push(...(await longRecord(isQuick)), await start(isQuick ? 1 : 3));
    return { checks };
  },
};

async function bench(): Promise<Check[]> {
  const { stdout } = await run(
    process.execPath,
    ['--import', './bin/require-node.mjs', 'test/benchmarks/main.ts', '--json'],
    {
      cwd: root,
      maxBuffer: 1e7,
    },
  );
  const figures = JSON.parse(stdout.slice(stdout.indexOf('{'))) as Figures;
  const of = (name: string): number => figures[name] as number;
  const whole = figures['endToEnd'] as { overBareUpdates: number; publishToNotificationMs: { p99: number } };
  return [
    atMost('Write units per message, including flushes', of('writeUnitsPerMessage'), 1.1),
    atMost('Read units per message', of('readUnitsPerMessage'), 0.1),
    atMost(
      'Time of the function divided by that of bare updates with the same client, engine and items',
      of('handlerOverBareUpdate'),
      1.25,
      { upTo: 1.4, reason: 'the machine was busy with something else' },
    ),
    atMost(
      'Cold import of the bundle divided by that of the bare client',
      of('coldImportOverBareClient'),
      1.2,
    ),
    atMost('Slowest payload of 128 KB, ms', of('slowestPayloadMs'), 50),
    atLeast(
      'Messages per second from publish to journal, divided by bare updates per second',
      whole.overBareUpdates,
      0.3,
      { downTo: 0.2, reason: 'the machine was busy with something else' },
    ),
  ];
}

async function longRecord(isQuick: boolean): Promise<Check[]> {
  const worker = new Worker(new URL('./long-record.ts', import.meta.url), {
    workerData: { shapes: shapesOfTemplate(), times: isQuick ? 8 : 60 },
  });
  const [{ writes, slowestMessageMs, p99 }] = (await once(worker, 'message')) as [LongRecord];
  await worker.terminate();
  return [
    atMost('50 000 late readings: writes to tables', writes, 100),
    // The function's timeout is thirty seconds.
    atMost('50 000 late readings: slowest message, s', slowestMessageMs / 1000, 10),
    ...Object.entries(p99).map(([route, ms]) =>
      // API Gateway waits for twenty-nine seconds.
      atMost(`${route} of a shipment with 50 000 readings: 99th percentile, s`, ms / 1000, 3),
    ),
  ];
}

/** Starts a local run several times on state from an earlier run. */
async function start(times: number): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-start-'));
  try {
    const seconds: number[] = [];
    for (let time = 0; time <= times; time++) {
      const started = await startBreakable(folder);
      await started.stop();
      if (time > 0) seconds.push(started.readyAfterMs / 1000);
    }
    return atMost('Warm start of the local run until it is ready, s', median(seconds), 5, {
      upTo: 10,
      reason: 'the machine was busy with something else, or is slower than two current cores',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
