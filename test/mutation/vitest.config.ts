import { defineConfig } from 'vitest/config';
import { sampleVariable, samples } from './code.ts';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, from the shortest: a mutant is killed by the first test that fails. */
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

/** The tests that reach the code of the sample. */
export default defineConfig({
  test: {
    include: [...sample.tests],
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // Where a mutant never ends Stryker says so: a test that is only slow on a busy machine kills nothing.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A mutant runs in a thread of its own, so that its tests may share what they import, but where they take over its
    // clients for themselves.
    isolate: sample.takesOverClients,
    setupFiles: ['test/mutation/same-every-time.ts'],
    sequence: { sequencer: ShortOnesFirst },
  },
});
