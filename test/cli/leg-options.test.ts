import { expect, test } from 'vitest';
import { legOpening, legReadmit } from '../../src/cli/legs.ts';

const common = { product: 'goods', reason: 'r', state: '/nowhere' };
const source = 'batch record';

test.each<[object, string]>([
  [{ source, cycles: 'one' }, '--cycles one must be a whole number'],
  [{ source, cycles: '' }, '--cycles  must be a whole number'],
  [{ source, cycles: '-1' }, '--cycles -1 must be a whole number'],
  [{ source, cycles: '0.5' }, '--cycles 0.5 must be a whole number'],
  [{ source, spent: ['warm=PT1H', 'cold=PT1H', 'warm=PT2H'] }, '--spent gives warm twice'],
  [{ source, unused: true, cycles: '0' }, 'give either --unused, --unknown, or what was used'],
])('what was used before is refused, not guessed: %j', async (given, problem) => {
  await expect(legOpening('LEG-1', { ...common, ...given })).rejects.toThrow(problem);
});

test.each<[object, string]>([
  [{ cycles: 'one' }, '--cycles one must be a whole number'],
  [{ cycles: '1', allowance: 'warm' }, 'give either --allowance and --time, or --cycles'],
  [{ cycles: '1', time: 'PT1H' }, 'give either --allowance and --time, or --cycles'],
  [{ cycles: '1', time: 'PT1H', allowance: 'warm' }, 'give either --allowance and --time, or --cycles'],
  [{ allowance: 'warm' }, 'give either --allowance and --time, or --cycles'],
  [{ time: 'PT1H' }, 'give either --allowance and --time, or --cycles'],
  [{}, 'give either --allowance and --time, or --cycles'],
])('a re-admission is refused, not guessed: %j', async (given, problem) => {
  await expect(legReadmit('LEG-1', { ...common, document: 'd', ...given })).rejects.toThrow(problem);
});
