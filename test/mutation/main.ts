import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Sample, samples } from './code.ts';
import { type Status, copyProject, runMutants, runUnmutated } from './run-mutants.ts';
import { type Drawn, drawn, everyMutant } from './sample.ts';

const root = join(import.meta.dirname, '../..');
/** Ignored by version control and the linter. It contains sandboxes, each a copy of the project. */
const folder = '.cache/mutants';

const usage = `Usage: npm run mutants -- [--of ${Object.keys(samples).join('|')}] [--list] [--only ID]... [--at-once N]

  --of NAME    which code to mutate, judging by default
  --list       print the sample and run nothing
  --only ID    run only this mutant of the sample; may be repeated
  --at-once N  how many mutants run at once, 1 by default`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      of: { type: 'string', default: 'judging' },
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      'at-once': { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 2;
  }
  const code = samples[values.of];
  if (code === undefined) throw new Error(`--of ${values.of}: there is ${Object.keys(samples).join(', ')}`);
  const all = await everyMutant(code.files());
  const sample = drawn(all, code.seed, code.size);
  const wanted = values.only === undefined ? sample : sample.filter(({ id }) => values.only!.includes(id));
  const unknown = (values.only ?? []).filter((id) => !sample.some((each) => each.id === id));
  if (unknown.length > 0) throw new Error(`not in the sample: ${unknown.join(', ')}`);
  console.log(
    `${sample.length} of ${all.length} mutants of the ${code.name} code, drawn with seed ${code.seed}:`,
  );
  for (const mutant of wanted) console.log(inOneLine(mutant));
  if (values.list) return 0;
  return report(code, wanted, await run(code, wanted, Number(values['at-once'])));
}

/** The outcome of each mutant, by its id. Each is printed at once, since a run takes long. */
async function run(
  { name }: Sample,
  wanted: readonly Drawn[],
  concurrency: number,
): Promise<ReadonlyMap<string, Status>> {
  mkdirSync(join(root, folder), { recursive: true });
  // Tests look for real logger files next to the project, and a sandbox is a project two folders down.
  const shared = join(root, folder, 'shared');
  if (existsSync(join(root, '../shared')) && !existsSync(shared)) symlinkSync('../../../shared', shared);
  const results = new Map<string, Status>();
  const next = wanted.values();
  const say = (mutant: Drawn, status: Status): void => {
    results.set(mutant.id, status);
    console.log(`${results.size}: ${status} ${mutant.id}`);
  };
  const sandboxes = Array.from({ length: concurrency }, (_, index) => join(root, folder, `sandbox-${index}`));
  for (const sandbox of sandboxes) copyProject(sandbox);
  await runUnmutated(name, sandboxes[0]!);
  await Promise.all(sandboxes.map((sandbox) => runMutants(next, name, sandbox, say)));
  return results;
}

function report(
  { least, name }: Sample,
  wanted: readonly Drawn[],
  results: ReadonlyMap<string, Status>,
): number {
  const of = (status: Status): Drawn[] => wanted.filter(({ id }) => results.get(id) === status);
  const reasons = readFileSync(join(import.meta.dirname, 'survivors.md'), 'utf8');
  for (const status of ['survived', 'no coverage', 'timeout'] as const) {
    const mutants = of(status);
    if (mutants.length > 0) console.log(`\n${status}:`);
    for (const mutant of mutants)
      console.log(`${inOneLine(mutant)}${reasons.includes(mutant.id) ? ' (see survivors.md)' : ''}`);
  }
  const outcomes = wanted.map((mutant) => ({ ...mutant, status: results.get(mutant.id) }));
  writeFileSync(join(root, folder, `${name}.json`), JSON.stringify(outcomes, null, 2));
  const [killed, timeouts] = [of('killed').length, of('timeout').length];
  const share = (killed + timeouts) / wanted.length;
  console.log(
    `\n${killed} killed, ${timeouts} timeouts, ${of('survived').length} survived, ${of('no coverage').length} no coverage: ${(share * 100).toFixed(1)} % of ${wanted.length} killed, at least ${least * 100} % required`,
  );
  return share >= least ? 0 : 1;
}

function inOneLine({ id, file, line, operator, original, replacement }: Drawn): string {
  const short = (text: string): string => {
    const one = text.replaceAll(/\s+/g, ' ');
    return one.length > 100 ? `${one.slice(0, 99)}…` : one;
  };
  return `${id} ${file}:${line} ${operator}: ${short(original)} → ${short(replacement)}`;
}

process.exitCode = await main();
