// Makes a very large number of attempts, in a thread whose clients talk to an account in memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { chanceOf } from '../proof/chance.ts';
import type { TableShape } from '../models/table-shape.ts';
import { askApi } from './ask-api.ts';
import { askFunction } from './ask-function.ts';
import { judgeFile } from './judge-file.ts';
import { parseOne } from './parse-one.ts';
import type { AskOnce, Found } from './ask-once.ts';

export type Task = 'parse' | 'function' | 'files' | 'api';
export type Asked = {
  readonly asked: number;
  readonly found: readonly Found[];
  /** Growth of memory in bytes, from one tenth of the attempts to the end. */
  readonly grownBytes: number;
  /** The outcomes, and how often each occurred. */
  readonly became: Readonly<Record<string, number>>;
};
const { task, count, seed, shapes } = workerData as {
  task: Task;
  count: number;
  seed: string;
  shapes: Readonly<Record<string, TableShape>>;
};
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const memoryInUse = (): number => {
  collect();
  return process.memoryUsage().heapUsed;
};

const makers: Record<Task, () => Promise<AskOnce> | AskOnce> = {
  parse: () => parseOne,
  files: () => judgeFile,
  function: () => askFunction(shapes),
  api: () => askApi(shapes),
};

const found: Found[] = [];
process.on('unhandledRejection', (error) => found.push({ what: `unhandled: ${String(error)}`, given: '' }));
const once = await makers[task]();
const chance = chanceOf(seed);
const became: Record<string, number> = {};
let before = 0;
for (let index = 0; index < count; index++) {
  if (index === Math.floor(count / 10)) before = memoryInUse();
  let answer: Awaited<ReturnType<AskOnce>>;
  try {
    const given = once(chance);
    answer = given instanceof Promise ? await given : given;
  } catch (error) {
    answer = { what: `threw ${String(error)}`, given: '' };
  }
  if ('became' in answer) became[answer.became] = (became[answer.became] ?? 0) + 1;
  else if (found.length < 20) found.push(answer);
}
parentPort!.postMessage({
  asked: count,
  found,
  grownBytes: memoryInUse() - before,
  became,
} satisfies Asked);
