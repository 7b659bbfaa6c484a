import { defineConfig } from 'vitest/config';
import { sampleVariable, samples } from './code.ts';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The slowest tests, fastest first; they run last, because the first test to fail kills a mutant. */
const last = [
  'evidence/epcis',
  'shipments/receipt',
  'evaluation/properties',
  'cli/log-files',
  'evaluation/rate',
  'profiles',
  'shipments/drive-by',
  'telemetry/hostile',
  'evaluation/journey',
  'evaluation/samples',
  'independent/independent-',
  'shipments/inferred-boundaries',
  'logger-files/logger-files-in-pieces',
];

function turnOf({ moduleId }: TestSpecification): number {
  return last.findIndex((name) => moduleId.includes(`test/${name}`));
}

class ShortOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => turnOf(a) - turnOf(b));
  }
}

const sample = samples[process.env[sampleVariable]!]!;

/** Runs the tests that exercise the code of the sample. */
export default defineConfig({
  test: {
    include: [...sample.tests],
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // Stryker detects endless mutants itself: a test that is merely slow on a busy machine must not kill one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Tests of a mutant can share imported modules in its one thread, unless they replace the clients of their process.
    isolate: sample.takesOverClients,
    setupFiles: ['test/mutation/same-every-time.ts'],
    sequence: { sequencer: ShortOnesFirst },
  },
});
