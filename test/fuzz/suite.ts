import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { type Suite, type Check, atMost, must } from '../proof/check.ts';
import type { TableShape } from '../models/table-shape.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import type { Asked, Task } from './worker.ts';

const tasks: readonly { task: Task; what: string; quick: number; full: number }[] = [
  { task: 'parse', what: 'payloads parsed', quick: 100_000, full: 1_000_000 },
  { task: 'function', what: 'payloads through the whole function', quick: 5_000, full: 50_000 },
  { task: 'files', what: 'changed logger files, evaluated', quick: 2_000, full: 20_000 },
  { task: 'api', what: 'requests within the API’s own schema and beyond it', quick: 3_000, full: 30_000 },
];
const growthMegabytes = 25;
/** A task that takes longer has met an endless loop: all of its inputs take minutes. */
const longestMs = 30 * 60_000;

/** Sends hostile and malformed input to the product. */
export const suite: Suite = {
  name: 'hostile',
  title: 'Hostile input',
  async prove({ isQuick, say }) {
    const shapes = shapesOfTemplate();
    const waiting = tasks.values();
    const checks = new Map<Task, Check[]>();
    const next = async (): Promise<void> => {
      for (const { task, what, quick, full } of waiting) {
        const asked = await run(task, isQuick ? quick : full, shapes);
        for (const { what: wrong, given } of asked.found) say(`${task}: ${wrong}: ${given.slice(0, 300)}`);
        const became = Object.entries(asked.became)
          .sort(([, a], [, b]) => b - a)
          .map(([name, count]) => `${count} ${name}`)
          .join(', ');
        checks.set(task, [
          must(
            `${asked.asked} ${what}`,
            asked.found.length === 0 ? became : asked.found[0]!.what,
            'no crash, no unhandled rejection, every refusal with its reason',
            asked.found.length === 0,
          ),
          atMost(
            `Memory growth from one tenth to all ${asked.asked} ${task === 'parse' ? 'payloads' : 'of them'}, MB`,
            asked.grownBytes / 1e6,
            task === 'parse' || task === 'files' ? growthMegabytes : usedMegabytes(asked.asked),
          ),
        ]);
      }
    };
    await Promise.all([next(), next()]);
    return { checks: tasks.flatMap(({ task }) => checks.get(task)!) };
  },
};

/** The tables in memory store refused messages as well as accepted ones, some kilobytes each. */
function usedMegabytes(asked: number): number {
  return growthMegabytes + asked * 0.004;
}

async function run(task: Task, count: number, shapes: Readonly<Record<string, TableShape>>): Promise<Asked> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { task, count, seed: `hostile ${task}`, shapes },
  });
  const timer = new AbortController();
  const hasHung = delay(longestMs, 'hung' as const, { signal: timer.signal });
  const ended = once(worker, 'exit').then(() => 'ended' as const);
  const asked = await Promise.race([once(worker, 'message') as Promise<[Asked]>, hasHung, ended]);
  timer.abort();
  await worker.terminate();
  if (Array.isArray(asked)) return asked[0];
  const what = asked === 'hung' ? `does not end within ${longestMs / 60_000} min` : 'ended without an answer';
  return { asked: count, found: [{ what, given: '' }], grownBytes: 0, became: {} };
}
