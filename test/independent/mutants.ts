import type { Mutant } from '../proof/mutate.ts';

/** Bugs in reading logger files, which the comparison on generated files must find, one at a time. */
export const mutants: readonly Mutant[] = [
  {
    name: 'repeated hour merged',
    what: 'Both passes of the repeated hour are read as the first.',
    file: 'src/logger-files/zoned-clock.ts',
    find: 'return isFirstPass === isRising ? meaning.earlier : meaning.later;',
    replace: 'return isFirstPass || isRising ? meaning.earlier : meaning.later;',
  },
];
