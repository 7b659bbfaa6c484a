import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Files that decode, order, classify and evaluate readings, outside the folders of which each file does. */
const files = [
  'src/model/rounding.ts',
  'src/shipments/contested-declarations.ts',
  'src/shipments/coverage-gaps.ts',
  'src/shipments/inferred-journey.ts',
  'src/shipments/messages-not-understood.ts',
  'src/shipments/shipment-verdict.ts',
  'src/shipments/unevaluated-readings.ts',
];

/** Folders of which every file decodes or judges. */
const folders = ['src/evaluation', 'src/telemetry', 'src/logger-files'];

/** The code that judges, from the root of the project, in one order. */
function judgingCode(): string[] {
  return [...files, ...folders.flatMap(filesIn)].toSorted();
}

/** The TypeScript files of a folder and those below it, from the root of the project. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Folders of which every file keeps the record, tells people, answers them, or lets them sign. */
const recordFolders = [
  'functions',
  'src/api',
  'src/evidence',
  'src/model',
  'src/monitoring',
  'src/notifications',
  'src/runtime',
  'src/shipments',
  'src/storage',
];

/** Ledger, alarms, receipt, storage, notifications, API and signing: what keeps the record and speaks of it. */
function recordCode(): string[] {
  const judging = new Set(judgingCode());
  return recordFolders
    .flatMap(filesIn)
    .filter((file) => !judging.has(file) && !isOfShape(file))
    .toSorted();
}

/** What draws the report, and what documents the answers of the API: a picture and a schema, each tested as a whole. */
function isOfShape(file: string): boolean {
  return (
    file.startsWith('src/evidence/report/') ||
    /api\/routes\/.*(responses|response-fields|open-api)/.test(file)
  );
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
      'test/evaluation/**/*.test.ts',
      'test/telemetry/*.test.ts',
      'test/logger-files/*.test.ts',
      'test/model/*.test.ts',
      'test/shipments/*.test.ts',
      'test/independent/*.test.ts',
      'test/cli/log-files.test.ts',
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
      'test/shipments/*.test.ts',
      'test/model/*.test.ts',
      'test/evaluation/{allowance-used,reported-diagnostics,diagnostics,downsample,rules-hold,verdict-checks,verdict-notes}.test.ts',
      'test/storage/**/*.test.ts',
      'test/notifications/*.test.ts',
      'test/monitoring/*.test.ts',
      'test/runtime/*.test.ts',
      'test/api/*.test.ts',
      'test/functions/*.test.ts',
      'test/evidence/*.test.ts',
    ],
  },
};
