import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** The files of `domain/` that decode, order, classify and judge readings. */
const ofDomain = [
  'advance',
  'channel-in-time',
  'classify',
  'contested-declarations',
  'coverage',
  'device-state',
  'disagreement',
  'excursion',
  'fault-codes',
  'find',
  'inferred-journey',
  'integral',
  'judge',
  'leap',
  'limit',
  'limit-fold',
  'mean-kinetic-temperature',
  'message-readings',
  'messages-not-understood',
  'new-moments',
  'off-scale',
  'outlying-readings',
  'proposed-span',
  'quiet',
  'quiet-until',
  'rate',
  'rounding',
  'rule-in-time',
  'samples',
  'series',
  'shipment-verdict',
  'span',
  'terms',
  'timeline',
  'unjudged-readings',
  'unwatched',
  'verdict',
  'vial-monitor',
  'worst-case',
];

/** Folders of which every file decodes or judges. */
const folders = ['domain/checks', 'domain/signals', 'contract/payload', 'contract/log-file'];

/** The code that judges, from the root of the project, in one order. */
function judgingCode(): string[] {
  return [
    ...ofDomain.map((name) => `domain/${name}.ts`),
    ...folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`)),
  ].toSorted();
}

/** Folders of which every file keeps the record, tells people, answers them, or lets them sign. */
const recordFolders = ['archive', 'contract', 'domain', 'evidence', 'functions', 'notify', 'store'];

/** Ledger, alarms, receipt, storage, notifications, API and signing: what keeps the record and speaks of it. */
function recordCode(): string[] {
  const judging = new Set(judgingCode());
  return recordFolders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => relative(root, join(entry.parentPath, entry.name))),
    )
    .filter((file) => !judging.has(file) && !isOfShape(file))
    .toSorted();
}

/** What draws the report, and what documents the answers of the API: a picture and a schema, each tested as a whole. */
function isOfShape(file: string): boolean {
  return file.startsWith('evidence/report/') || /contract\/api\/.*(answers|answered|open-api)/.test(file);
}

/** Mutants of some code, how many are drawn by which seed, and the share that the tests must kill. */
export type Sample = {
  readonly name: string;
  readonly files: () => string[];
  readonly seed: number;
  readonly size: number;
  readonly least: number;
  /** The tests that reach this code without a local run and a browser. */
  readonly tests: readonly string[];
  /** Whether some of them put models in the place of the clients of their process. */
  readonly takesOverClients: boolean;
};

/** In the environment of the processes that Stryker starts: the name of the sample. */
export const sampleVariable = 'COLDWATCH_SAMPLE';

export const samples: { readonly [name: string]: Sample } = {
  judging: {
    name: 'judging',
    files: judgingCode,
    seed: 20_261_128,
    size: 300,
    least: 0.92,
    takesOverClients: false,
    tests: [
      'test/domain/*.test.ts',
      'test/contract/*.test.ts',
      'test/prove/independent*.test.ts',
      'test/bin/log-files.test.ts',
      'test/evidence/epcis.test.ts',
      'test/profiles.test.ts',
    ],
  },
  record: {
    name: 'record',
    files: recordCode,
    seed: 20_261_129,
    size: 300,
    least: 0.85,
    takesOverClients: true,
    tests: [
      // Without those of the code that judges, which take longest.
      'test/domain/!(judge|properties|rate|samples|series|mean-kinetic-temperature|classify|fault-codes|inferred-boundaries|drive-by|plausible-fix|proposed-span|quiet-until|disagreement).test.ts',
      'test/contract/!(log-file*|hostile|plain|senml).test.ts',
      'test/store/*.test.ts',
      'test/notify/*.test.ts',
      'test/functions/*.test.ts',
      'test/evidence/*.test.ts',
      'test/archive/*.test.ts',
    ],
  },
};
