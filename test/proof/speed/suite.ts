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

/** Held against their targets where the machine does not matter: ratios in one run, units, bounds that are far away. */
export const suite: Suite = {
  name: 'speed',
  title: 'Speed',
  isTimed: true,
  async prove({ isQuick, say }) {
    const checks: Check[] = [];
    if (!isQuick) {
      checks.push(...(await bench()));
      say('the figures of npm run bench are taken');
    }
    const { overParsing, megabytes } = await judgeRows(million, isQuick ? 1 : 3);
    checks.push(
      atMost(
        'judge on a million rows, the whole command over reading and parsing the same file',
        overParsing,
        2,
        { upTo: 2.5, reason: 'the machine was busy with something else' },
      ),
      isQuick
        ? atMost('judge on a million sorted rows, the most memory that it held, MB', megabytes, 300)
        : atMost(
            'judge on ten million sorted rows, the most memory that it held, MB',
            await memoryOfJudging(10 * million),
            300,
          ),
    );
    say('log files are judged');
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
    atMost('Write units by the message, seals included', of('writeUnitsPerMessage'), 1.1),
    atMost('Read units by the message', of('readUnitsPerMessage'), 0.1),
    atMost(
      'The function, over bare updates with the same client, engine and items',
      of('handlerOverBareUpdate'),
      1.25,
      { upTo: 1.4, reason: 'the machine was busy with something else' },
    ),
    atMost('Cold import of the bundle, over the bare client', of('coldImportOverBareClient'), 1.2),
    atMost('The slowest payload of 128 KB, ms', of('slowestPayloadMs'), 50),
    atLeast(
      'Messages a second from publish to journal, over bare updates a second',
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
    atMost('50 000 readings that come late, writes to tables', writes, 100),
    // A function has thirty seconds.
    atMost('50 000 readings that come late, the slowest message of them, s', slowestMessageMs / 1000, 10),
    ...Object.entries(p99).map(([route, ms]) =>
      // A gateway waits for twenty-nine.
      atMost(`${route} of a shipment of 50 000 readings, 99 of 100 requests, s`, ms / 1000, 3),
    ),
  ];
}

/** So many starts of a local run on a state that it has been on before. */
async function start(times: number): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-start-'));
  try {
    const seconds: number[] = [];
    for (let time = 0; time <= times; time++) {
      const started = await startBreakable(folder);
      await started.stop();
      if (time > 0) seconds.push(started.readyAfterMs / 1000);
    }
    return atMost('The local run is ready after a warm start, s', median(seconds), 5, {
      upTo: 10,
      reason: 'the machine was busy with something else, or is slower than two cores of today',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
