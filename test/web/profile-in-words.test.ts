import { expect, test } from 'vitest';
import { checkProfile } from '../../src/model/profile.ts';
import { formatsOf } from '../../web/format/formats.ts';
import { linesOf, rulesInWords } from '../../web/profiles/profile-in-words.tsx';

const written = (cycles: number) => ({
  id: 'vaccine',
  version: 1,
  name: 'Vaccine',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [],
  allowances: [
    { id: 'out-of-fridge', above: 8, total: 'PT12H' },
    { id: 'out-of-range', outside: { low: 2, high: 30 }, total: 'PT30M' },
  ],
  freezeThaw: { freezesBelow: -2, thawsAbove: 0, cycles },
});
const celsius = formatsOf({ unit: 'celsius', zone: 'utc' });

/** With ordinary spaces in place of those at which no line breaks. */
function plain(says = ''): string {
  return says.replaceAll(/[\u00a0\u202f]/g, ' ');
}

function lines(cycles: number, formats = celsius): readonly (readonly [string, string])[] {
  const checked = checkProfile(written(cycles));
  if (!checked.ok) throw new Error(checked.problems.join());
  return linesOf(checked.profile, formats)
    .slice(0, 3)
    .map(([name, says]) => [name, plain(says)]);
}

test('allowances and freeze-thaw cycles are said in plain words', () => {
  expect(lines(1)).toEqual([
    ['out-of-fridge', 'May exceed 8 °C for no more than 12 h in its whole life'],
    ['out-of-range', 'May be outside 2 °C to 30 °C for no more than 30 min in its whole life'],
    ['Freeze-thaw cycles', 'No more than 1 in its whole life (frozen at −2 °C or less, thawed above 0 °C)'],
  ]);
  expect(lines(0)[2]![1]).toMatch(/^None in its whole life /);
});

test('in the unit of the reader, and by the id of each allowance', () => {
  expect(lines(1, formatsOf({ unit: 'fahrenheit', zone: 'utc' }))[0]![1]).toContain('46.4 °F');
  expect(plain(rulesInWords([{ profile: written(1) }], celsius).get('out-of-fridge'))).toBe(
    'May exceed 8 °C for no more than 12 h in its whole life',
  );
});
