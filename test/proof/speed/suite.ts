import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { median } from '../../benchmarks/measure.ts';
import { slowestPayloadMs } from '../../benchmarks/slowest-payload.ts';
import { unitsPerMessage } from '../../benchmarks/write-units.ts';
import { startDatabase } from '../../support/database.ts';
import { type Suite, type Check, atMost } from '../check.ts';
import { startBreakable } from '../../chaos/breakable-run.ts';
import { shapesOfTemplate } from '../table-shapes.ts';
import { judgeRows, memoryOfJudging } from './judge-command.ts';
import type { LongRecord } from './long-record.ts';

const million = 1_000_000;

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
      checks.push(...(await ingestion()));
      say('messages are ingested');
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

async function ingestion(): Promise<Check[]> {
  const slowest = slowestPayloadMs();
  const engine = await startDatabase();
  const units = await unitsPerMessage(engine.database);
  await engine.stop();
  return [
    atMost('Write units per message, including flushes', units.write, 1.1),
    atMost('Read units per message', units.read, 0.1),
    atMost('Slowest payload of 128 KB, ms', slowest, 50),
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
