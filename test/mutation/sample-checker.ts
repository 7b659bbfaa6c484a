import type { Mutant, MutantResult } from '@stryker-mutator/api/core';
import { type CheckResult, CheckStatus, type Checker } from '@stryker-mutator/api/check';
import { PluginKind, declareFactoryPlugin, declareValuePlugin } from '@stryker-mutator/api/plugin';
import { placeOfResult, placeOfRun } from './sample.ts';

/** The environment variable with the places of the mutants to run, as JSON, for the processes that Stryker starts. */
export const placesVariable = 'COLDWATCH_MUTANTS';

/** Stryker accepts ranges, and a range contains every mutant inside it: this lets only the drawn ones through. */
function sampleChecker(): Checker {
  const drawn = new Set(JSON.parse(process.env[placesVariable]!) as string[]);
  const check = (mutant: Mutant): CheckResult =>
    drawn.has(placeOfRun(mutant))
      ? { status: CheckStatus.Passed }
      : { status: CheckStatus.CompileError, reason: 'not drawn' };
  return {
    init: async () => {},
    check: async (mutants) => Object.fromEntries(mutants.map((mutant) => [mutant.id, check(mutant)])),
    group: async (mutants) => [mutants.map(({ id }) => id)],
  };
}

/** Prints the outcome of each mutant at once, because a run takes long. */
const reporter = {
  onMutantTested(result: Readonly<MutantResult>): void {
    if (result.status !== 'CompileError') console.log(`${result.status} ${placeOfResult(result)}`);
  },
};

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.Checker, 'sample', sampleChecker),
  declareValuePlugin(PluginKind.Reporter, 'sample', reporter),
];
