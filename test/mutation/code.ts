import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Single files that decode, order, classify and evaluate readings, in addition to the folders below. */
const files = [
  'src/model/rounding.ts',
  'src/shipments/contested-declarations.ts',
  'src/shipments/coverage-gaps.ts',
  'src/shipments/inferred-journey.ts',
  'src/shipments/messages-not-understood.ts',
  'src/shipments/positions-against-declaration.ts',
  'src/shipments/sensor-verdict.ts',
  'src/shipments/shipment-verdict.ts',
  'src/shipments/unevaluated-readings.ts',
];

/** Folders in which every file decodes or evaluates. */
const folders = ['src/evaluation', 'src/telemetry', 'src/logger-files'];

/** The files that evaluate, relative to the root of the project, in a fixed order. */
function judgingCode(): string[] {
  return [...files, ...folders.flatMap(filesIn)].toSorted();
}

/** The TypeScript files of a folder and its subfolders, relative to the root of the project. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Folders in which every file stores the record, notifies people, answers their requests, or lets them sign. */
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

/**
 * Ledger, alarms, receipt, storage, notifications, API and signing: the code that stores the record and reports on it.
 */
function recordCode(): string[] {
  const judging = new Set(judgingCode());
  return recordFolders
    .flatMap(filesIn)
    .filter((file) => !judging.has(file) && !isOfShape(file))
    .toSorted();
}

/**
 * Drawing of the report, and schemas that document the API's responses: each is tested as a whole, so mutants are
 * pointless.
 */
function isOfShape(file: string): boolean {
  return (
    file.startsWith('src/evidence/report/') ||
    /api\/routes\/.*(responses|response-fields|open-api)/.test(file)
  );
}

/** Which mutants are drawn from some code: how many, by which seed, and the share that the tests must kill. */
export type Sample = {
  readonly name: string;
  readonly files: () => string[];
  readonly seed: number;
  readonly size: number;
  readonly least: number;
  /** The tests that exercise this code without a local run or a browser. */
  readonly tests: readonly string[];
  /** Whether some tests replace the clients of their process with models. */
  readonly takesOverClients: boolean;
};

/** How long each test file takes, in milliseconds, by its name without folders. */
export type Durations = { readonly [name: string]: number };

/** Environment variables of the test runs: the sample's name, the mutated file, and the file with the durations. */
export const sampleVariable = 'COLDWATCH_SAMPLE';
export const mutatedFileVariable = 'COLDWATCH_MUTATED_FILE';
export const durationsVariable = 'COLDWATCH_DURATIONS';

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
      'test/logger-files/**/*.test.ts',
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
      'test/telemetry/near-names.test.ts',
    ],
  },
};
