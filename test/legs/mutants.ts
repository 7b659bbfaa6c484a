import type { Mutant } from '../proof/mutate.ts';

/** Bugs in what a unit may bear in its life, which the comparison of generated histories must find, one at a time. */
export const mutants: readonly Mutant[] = [
  {
    name: 'overlap counted twice',
    what: 'Time that two legs of one path have in common counts on each of them.',
    file: 'src/allowances/measure.ts',
    find: "lengthMs(union(...parts.map(({ times, isObserved }) => times[isObserved ? 'observed' : 'counted']))),",
    replace:
      "parts.reduce((sum, each) => sum + lengthMs(each.times[each.isObserved ? 'observed' : 'counted']), 0),",
  },
  {
    name: 'cycle counted at a gap',
    what: 'A gap hides a freeze-thaw cycle even where the reading that ends it completes one.',
    file: 'src/allowances/count-cycles.ts',
    find: 'return next === completed.length || completed[next]! > to;',
    replace: 'return true;',
  },
  {
    name: 'budget of another lot',
    what: 'The legs from which another lot came count for every lot.',
    file: 'src/allowances/paths.ts',
    find: 'return lots === null || lot === null || lots.includes(lot);',
    replace: 'return lots === null || lot === null || lots.length > 0;',
  },
  {
    name: 're-admission deletes',
    what: 'What quality re-admitted is taken off what was spent before.',
    file: 'src/allowances/worst-path.ts',
    find: 'const before = opened + amounts.before;',
    replace: 'const before = Math.max(0, opened + amounts.before - readmitted);',
  },
  {
    name: 'gaps of earlier legs forgiven',
    what: 'A gap of an earlier leg counts only where it would count in a verdict.',
    file: 'src/allowances/measure.ts',
    find: 'counted: isHere ? uncertain : worst',
    replace: 'counted: uncertain',
  },
  {
    name: 'sensors side by side summed',
    what: 'What sensors read that were with the goods at one time adds up.',
    file: 'src/allowances/alternatives.ts',
    find: '(chains ?? [sensors])',
    replace: '[chains === null ? [] : sensors]',
  },
  {
    name: 'one serial number for all',
    what: 'Where one unit came from is taken for where all of them came from.',
    file: 'src/allowances/paths.ts',
    find: 'if (notProven === undefined) {',
    replace: "if (notProven?.proves !== 'nothing') {",
  },
  {
    name: 'a code that no longer holds',
    what: 'An earlier leg counts although the code by which it was named is no longer that of both.',
    file: 'src/allowances/paths.ts',
    find: "const holds = notProven?.proves !== 'nothing';",
    replace: "const holds = notProven?.why !== 'never';",
  },
];
