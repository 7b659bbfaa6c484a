import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../../benchmarks/measure.ts';

const root = join(import.meta.dirname, '../../..');
const minute = 60_000;

type Judged = {
  /** Duration of the whole command, divided by that of reading and parsing the same file. */
  readonly overParsing: number;
  /** Its peak memory. */
  readonly megabytes: number;
};

/** Evaluates a file with the given number of rows, `repetitions` times. */
export function judgeRows(rows: number, repetitions: number): Promise<Judged> {
  return withRows(rows, async (file) => {
    const judged = [];
    for (let round = 0; round < repetitions; round++) {
      const { seconds, megabytes } = await evaluateRecord(file);
      const parsed = await timed('test/proof/speed/parse-only.mjs', file);
      judged.push({ overParsing: seconds / parsed.seconds, megabytes });
    }
    return {
      overParsing: median(judged.map(({ overParsing }) => overParsing)),
      megabytes: Math.max(...judged.map(({ megabytes }) => megabytes)),
    };
  });
}

/** The command's peak memory while it evaluates the given number of rows, in MB. */
export function memoryOfJudging(rows: number): Promise<number> {
  return withRows(rows, async (file) => (await evaluateRecord(file)).megabytes);
}

function evaluateRecord(file: string): Promise<{ seconds: number; megabytes: number }> {
  return timed('bin/coldwatch.ts', 'judge', file, '--profile', 'controlled-cold', '--json');
}

async function withRows<T>(rows: number, use: (file: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-judge-'));
  try {
    const file = join(folder, 'rows.csv');
    await writeRows(file, rows);
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function writeRows(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('time,temperature\n');
  let text = '';
  for (let index = 0; index < rows; index++) {
    const time = new Date(Date.UTC(2001, 0, 1) + index * minute).toISOString();
    text += `${time},${(4 + Math.sin(index / 50) * 2).toFixed(2)}\n`;
    if (text.length > 1_000_000) {
      if (!file.write(text)) await once(file, 'drain');
      text = '';
    }
  }
  file.end(text);
  await once(file, 'close');
}

/** Runs a program with Node's default memory settings; returns its duration and peak memory. */
async function timed(...given: string[]): Promise<{ seconds: number; megabytes: number }> {
  const beganAt = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', './bin/require-node.mjs', '--import', './test/proof/speed/say-memory.mjs', ...given],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  if (code > 2) throw new Error(`${given[0]} ended with ${code}: ${said.slice(-500)}`);
  return {
    seconds: (performance.now() - beganAt) / 1000,
    megabytes: Number(/peak memory (\d+) kB/.exec(said)?.[1] ?? Number.NaN) / 1000,
  };
}
