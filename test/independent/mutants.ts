import type { Mutant } from '../proof/mutate.ts';

/** Bugs in how log files are read, which the comparison on generated files must find, one at a time. */
export const mutants: readonly Mutant[] = [
  {
    name: 'doubled hour merged',
    what: 'Both passes of the hour that clocks go through twice are taken for the first.',
    file: 'src/logger-files/zoned-clock.ts',
    find: 'return isFirstPass === isRising ? meaning.earlier : meaning.later;',
    replace: 'return isFirstPass || isRising ? meaning.earlier : meaning.later;',
  },
];
