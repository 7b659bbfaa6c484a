import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { MutantResult, MutantStatus } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { type Sample, samples, sampleVariable } from './code.ts';
import { placesVariable } from './sample-checker.ts';
import { type Drawn, drawn, everyMutant, placeOf, placeOfResult } from './sample.ts';

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

/** The outcome of each mutant, by its place. */
async function run(
  { name }: Sample,
  wanted: readonly Drawn[],
  concurrency: number,
): Promise<Map<string, MutantResult>> {
  mkdirSync(join(root, folder), { recursive: true });
  // Tests look for real logger files next to the project, and a sandbox is a project two folders down.
  const shared = join(root, folder, 'shared');
  if (existsSync(join(root, '../shared')) && !existsSync(shared)) symlinkSync('../../../shared', shared);
  process.env[placesVariable] = JSON.stringify(wanted.map(placeOf));
  process.env[sampleVariable] = name;
  const results = await new Stryker({
    mutate: wanted.map(({ file, range }) => `${file}:${range}`),
    ignorePatterns: ['.cache', '.coldwatch', 'cdk.out', 'docs/screens'],
    tempDirName: folder,
    plugins: ['@stryker-mutator/vitest-runner', join(import.meta.dirname, 'sample-checker.ts')],
    checkers: ['sample'],
    testRunner: 'vitest',
    vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
    // Stryker rewrites this file with a function that TypeScript 7 no longer has, so it is given a name that does not
    // exist.
    tsconfigFile: 'none.json',
    coverageAnalysis: 'perTest',
    concurrency,
    // Endless loops are detected by counting; the timeout is for those that counting misses.
    timeoutMS: 60_000,
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 30,
    reporters: ['sample'],
    allowConsoleColors: false,
  }).runMutationTest();
  const places = new Set(wanted.map(placeOf));
  return new Map(
    results.map((each) => [placeOfResult(each), each] as const).filter(([place]) => places.has(place)),
  );
}

function report(
  { least, name }: Sample,
  wanted: readonly Drawn[],
  results: ReadonlyMap<string, MutantResult>,
): number {
  const missing = wanted.filter((mutant) => !results.has(placeOf(mutant)));
  if (missing.length > 0) throw new Error(`not run: ${missing.map(inOneLine).join('\n')}`);
  const of = (...statuses: MutantStatus[]): Drawn[] =>
    wanted.filter((mutant) => statuses.includes(results.get(placeOf(mutant))!.status));
  const reasons = readFileSync(join(import.meta.dirname, 'survivors.md'), 'utf8');
  const print = (title: string, mutants: readonly Drawn[]): void => {
    if (mutants.length > 0) console.log(`\n${title}:`);
    for (const mutant of mutants)
      console.log(`${inOneLine(mutant)}${reasons.includes(mutant.id) ? ' (see survivors.md)' : ''}`);
  };
  const [byTests, byLoading] = [of('Killed'), of('RuntimeError')];
  const [timeouts, survived, uncovered] = [of('Timeout'), of('Survived'), of('NoCoverage')];
  print('Survived', survived);
  print('No coverage', uncovered);
  print('Timeouts', timeouts);
  print('Killed because tests could not be loaded', byLoading);
  writeFileSync(
    join(root, folder, `${name.replaceAll(' ', '-')}.json`),
    JSON.stringify(
      wanted.map((mutant) => {
        const { status, statusReason, killedBy, coveredBy } = results.get(placeOf(mutant))!;
        return { ...mutant, status, statusReason, killedBy, coveredBy: coveredBy?.length };
      }),
      null,
      2,
    ),
  );
  const killed = byTests.length + byLoading.length;
  const share = (killed + timeouts.length) / wanted.length;
  console.log(
    `\n${killed} killed, ${timeouts.length} timeouts, ${survived.length} survived, ${uncovered.length} no coverage: ${(share * 100).toFixed(1)} % of ${wanted.length} killed, at least ${least * 100} % required`,
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
