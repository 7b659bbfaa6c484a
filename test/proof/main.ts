import '../support/own-temporary-folder.ts';
import '../benchmarks/silence-logs.ts';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Suite } from './check.ts';
import { type Run, asMarkdown, asTable } from './report.ts';

const root = join(import.meta.dirname, '../..');
/** The folder of each chapter, in the order in which they are printed. */
const folders = {
  kills: 'chaos',
  faults: 'simulation',
  silence: 'proof/outages',
  independent: 'independent',
  legs: 'legs',
  hostile: 'fuzz',
  security: 'proof/security',
  speed: 'proof/speed',
  growth: 'scaling',
} as const;
type Name = keyof typeof folders;
const names = Object.keys(folders) as Name[];
const untimedAtOnce = 2;

const usage = `Usage: npm run prove -- [--quick] [--only ${names.join('|')}]... [--out FILE]
       npm run prove -- --replay SEED/SHIPMENTS/HOURS/PARTS

  --quick        a smaller amount of the same, in five to seven minutes
  --only NAME    only this chapter; may be repeated. Nothing is written then, unless --out is given
  --out FILE     where the proof is written, docs/proof.md by default
  --replay WORD  simulate one world again; a failing world is printed with its word`;

/** Loads a chapter when its turn comes, because some change the process that they run in. */
async function suiteOf(name: Name): Promise<Suite> {
  const { suite } = (await import(`../${folders[name]}/suite.ts`)) as { suite: Suite };
  return suite;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      out: { type: 'string' },
      replay: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new UsageError('');
  if (values.replay !== undefined) {
    const { replay } = await import('../simulation/replay.ts');
    return (await replay(values.replay)) ? 0 : 1;
  }
  const wanted = values.only ?? names;
  for (const name of wanted)
    if (!(names as readonly string[]).includes(name))
      throw new UsageError(`--only ${name}: there is ${names.join(', ')}`);
  const beganAt = Date.now();
  const run: Run = {
    isQuick: values.quick,
    at: new Date(beganAt),
    commit: commitOf(),
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
    suites: [],
    seconds: 0,
  };
  const suites = await Promise.all(names.filter((each) => wanted.includes(each)).map(suiteOf));
  const proven = new Map<Suite, Run['suites'][number]>();
  const prove = async (suite: Suite): Promise<void> => {
    const chapterBeganAt = Date.now();
    const say = (progress: string): void => console.log(`  ${suite.name}: ${progress}`);
    const own = await suite.prove({ isQuick: values.quick, say }).catch((error: unknown) => ({
      checks: [
        { claim: 'The chapter runs to its end', measured: String(error), target: 'it does', holds: false },
      ],
    }));
    const seconds = (Date.now() - chapterBeganAt) / 1000;
    proven.set(suite, { title: suite.title, seconds, ...own });
    console.log(`\n${suite.title}\n${asTable(own.checks, seconds)}\n`);
  };
  // Untimed chapters spend much of their time waiting, so they share the machine; timed ones run alone.
  const untimed = suites.filter(({ isTimed }) => isTimed !== true).values();
  const proveUntimed = async (): Promise<void> => {
    for (const suite of untimed) await prove(suite);
  };
  await Promise.all(Array.from({ length: untimedAtOnce }, proveUntimed));
  for (const suite of suites) if (suite.isTimed === true) await prove(suite);
  run.suites.push(...suites.map((suite) => proven.get(suite)!));
  run.seconds = (Date.now() - beganAt) / 1000;
  const out = values.out ?? (values.only === undefined ? join(root, 'docs/proof.md') : null);
  if (out !== null) writeFileSync(out, asMarkdown(run));
  const checks = run.suites.flatMap((suite) => suite.checks);
  const failed = checks.filter(({ holds }) => !holds);
  const missed = checks.filter((check) => check.holds && check.missed !== undefined);
  console.log(
    `\n${checks.length - failed.length} of ${checks.length} checks hold${missed.length > 0 ? `, ${missed.length} of them with a known missed target` : ''}; ${Math.round(run.seconds)} s${out === null ? '' : `; written to ${out}`}`,
  );
  for (const { claim, measured, target } of failed) console.log(`FAILS: ${claim}: ${measured} (${target})`);
  return failed.length === 0 ? 0 : 1;
}

class UsageError extends Error {}

/** The checked-out commit, and whether the working tree differs from it. */
function commitOf(): string {
  try {
    const git = (...given: string[]): string =>
      execFileSync('git', given, { cwd: root, encoding: 'utf8' }).trim();
    const isChanged = git('status', '--porcelain', '--', ':!docs/proof.md') !== '';
    return `${git('rev-parse', '--short=12', 'HEAD')}${isChanged ? ', with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}

try {
  process.exit(await main());
} catch (error) {
  const isExpected =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  console.error(isExpected ? `${(error as Error).message}\n\n${usage}`.trim() : error);
  process.exit(isExpected ? 64 : 1);
}
