import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Durations, durationsVariable, mutatedFileVariable, sampleVariable } from './code.ts';
import type { Drawn } from './sample.ts';

const root = join(import.meta.dirname, '../..');
/** A run that takes longer has met an endless loop; a clean run of everything that is related takes a few minutes. */
const timeoutMs = 20 * 60_000;

/** What loads functions at run time: imports do not show which tests exercise them. */
const loaders = ['test/simulation/function-host.ts', 'test/benchmarks/function-under-test.ts'];

/** What became of a mutant: a test failed, none did, no test imports its file, or the run did not end. */
export type Status = 'killed' | 'survived' | 'no coverage' | 'timeout';

/**
 * Runs mutants one after another in a sandbox, a copy of the project. For each one the tests that import its file,
 * directly or through others, run up to the first that fails; if none does, those that load functions at run time, as
 * Lambda does. Code that runs when its file is loaded is therefore tested like any other.
 */
export async function runMutants(
  mutants: Iterable<Drawn>,
  sampleName: string,
  sandbox: string,
  say: (mutant: Drawn, status: Status) => void,
): Promise<void> {
  for (const mutant of mutants) {
    const path = join(sandbox, mutant.file);
    const original = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(original, mutant));
    try {
      say(mutant, await statusOf(mutant.file, sampleName, sandbox));
    } finally {
      writeFileSync(path, original);
    }
  }
}

/**
 * Runs every test of the sample on the code as it is, and notes how long each file takes next to the sandbox.
 *
 * @throws Error if a test fails: it would kill every mutant.
 */
export async function runUnmutated(sampleName: string, sandbox: string): Promise<void> {
  const report = join(sandbox, 'report.json');
  const run = await runTests(
    ['run', '--reporter', 'json', '--outputFile', report],
    { [sampleVariable]: sampleName },
    sandbox,
  );
  if (run.code !== 0)
    throw new Error(`without a mutant, the tests of ${sampleName} fail already:\n${run.output}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; startTime: number; endTime: number }[];
  };
  const durations: Durations = Object.fromEntries(
    testResults.map(({ name, startTime, endTime }) => [basename(name), endTime - startTime]),
  );
  writeFileSync(durationsPath(sandbox), JSON.stringify(durations));
}

const durationsPath = (sandbox: string): string => join(dirname(sandbox), 'durations.json');

/** Makes a folder a copy of the project: of what version control lists, with the installed packages. */
export function copyProject(sandbox: string): void {
  rmSync(sandbox, { recursive: true, force: true });
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(sandbox, file)), { recursive: true });
    cpSync(join(root, file), join(sandbox, file));
  }
  symlinkSync(join(root, 'node_modules'), join(sandbox, 'node_modules'));
}

/** The text with the range of a mutant (lines from 1, columns from 0) replaced. */
function mutated(text: string, { range, original, replacement }: Drawn): string {
  const lines = text.split('\n');
  const [from, to] = range.split('-').map((place) => {
    const [line, column] = place.split(':').map(Number) as [number, number];
    return lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column;
  }) as [number, number];
  if (text.slice(from, to) !== original) throw new Error(`${range} is not ${original}`);
  return text.slice(0, from) + replacement + text.slice(to);
}

async function statusOf(file: string, sampleName: string, sandbox: string): Promise<Status> {
  const status = await statusOfRelated([file], sampleName, sandbox);
  if (status === 'killed' || status === 'timeout') return status;
  const second = await statusOfRelated(loaders, sampleName, sandbox);
  return second === 'no coverage' ? status : second;
}

/** The outcome of the tests of a sample that import any of these files. */
async function statusOfRelated(
  files: readonly string[],
  sampleName: string,
  sandbox: string,
): Promise<Status> {
  const variables = {
    [sampleVariable]: sampleName,
    [mutatedFileVariable]: files[0],
    [durationsVariable]: durationsPath(sandbox),
  };
  const { code, output } = await runTests(['related', ...files, '--run', '--bail', '1'], variables, sandbox);
  if (code === 'timeout') return code;
  if (/no test files found/i.test(output)) return 'no coverage';
  return code === 0 ? 'survived' : 'killed';
}

/** Runs the test runner in a sandbox, with one worker; `code` is its exit status. */
async function runTests(
  options: readonly string[],
  variables: { readonly [name: string]: string | undefined },
  sandbox: string,
): Promise<{ readonly code: number | null | 'timeout'; readonly output: string }> {
  const config = ['--maxWorkers', '1', '--config', 'test/mutation/vitest.config.ts'];
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...options, ...config], {
    cwd: sandbox,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let isTimeout = false;
  const timer = setTimeout(() => {
    isTimeout = true;
    child.kill('SIGKILL');
  }, timeoutMs);
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  return { code: isTimeout ? 'timeout' : code, output };
}
