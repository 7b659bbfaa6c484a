import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { type Durations, durationsVariable, mutatedFileVariable, sampleVariable, samples } from './code.ts';

const durationsPath = process.env[durationsVariable] ?? '';
const durationsMs: Durations = existsSync(durationsPath)
  ? (JSON.parse(readFileSync(durationsPath, 'utf8')) as Durations)
  : {};
const mutated = basename(process.env[mutatedFileVariable] ?? '', '.ts');

/** The test named like the mutated file first, then the shortest: the first test to fail kills a mutant. */
function turnOf({ moduleId }: TestSpecification): number {
  const name = basename(moduleId);
  return name === `${mutated}.test.ts` ? -1 : (durationsMs[name] ?? 0);
}

class LikelyAndShortOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => turnOf(a) - turnOf(b));
  }
}

const sample = samples[process.env[sampleVariable]!]!;

/** Runs the tests that exercise the code of the sample. */
export default defineConfig({
  test: {
    include: [...sample.tests],
    globalSetup: 'test/support/temporary-folder.ts',
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // The runner ends endless mutants: a test that is merely slow on a busy machine must not kill one.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Tests of a mutant can share imported modules in its one thread, unless they replace the clients of their process.
    isolate: sample.takesOverClients,
    setupFiles: ['test/mutation/same-every-time.ts'],
    sequence: { sequencer: LikelyAndShortOnesFirst },
  },
});
