import { expect, test, vi } from 'vitest';
import { formatsOf } from '../../web/format/formats.ts';
import type { ProductLegs } from '../../web/legs/legs.ts';
import { limitsOf } from '../../web/legs/limits-of.ts';
import type { Profile } from '../../web/profiles/profile-versions.ts';

// Nothing here asks the API.
vi.mock('../../web/api/client.ts', () => ({}));

const profile = { id: 'vaccine', version: 2 };
const goods = { id: 'vaccine', name: 'Vaccine', gtin: null, lots: [], profile };
const loaded = {
  ...profile,
  profile: {
    ...profile,
    name: 'Vaccine',
    reportingInterval: 'PT10M',
    maxGap: 'PT30M',
    completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
    rules: [],
    allowances: [{ id: 'out-of-fridge', above: 8, total: 'PT12H' }],
  },
} as unknown as Profile;
const celsius = formatsOf({ unit: 'celsius', zone: 'utc' });

/** What is used of each allowance: by the id of an allowance of time, null for freeze-thaw cycles. */
const legsWith = (...ids: readonly (string | null)[]) =>
  ({ allowances: ids.map((allowance) => ({ allowance })) }) as unknown as ProductLegs;
const limits = (ids: readonly (string | null)[], profiles: readonly Profile[]) => {
  const { allowances, hasCycles } = limitsOf(legsWith(...ids), goods, profiles, celsius);
  return [allowances.map(({ says }) => says.replaceAll(/[\u00a0\u202f]/g, ' ')), hasCycles];
};

test('each allowance of time is one limit, whatever the number of lots, in words once its profile is loaded', () => {
  const says = 'May exceed 8 °C for no more than 12 h in its whole life (out-of-fridge)';
  expect(limits(['out-of-fridge', 'out-of-fridge'], [loaded])).toEqual([[says], false]);
  expect(limits(['out-of-fridge'], [])).toEqual([['out-of-fridge'], false]);
  expect(limits(['out-of-fridge'], [{ ...loaded, version: 1 }])).toEqual([['out-of-fridge'], false]);
});

test('freeze-thaw cycles are a limit apart from those of time', () => {
  expect(limits([null, null], [loaded])).toEqual([[], true]);
  expect(limits(['out-of-fridge', null], [])).toEqual([['out-of-fridge'], true]);
  expect(limits([], [loaded])).toEqual([[], false]);
});
