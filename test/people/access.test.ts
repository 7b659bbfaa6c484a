import { expect, test } from 'vitest';
import { accessInWords, accessOf, changeOf } from '../../src/people/access.ts';

test.each([
  [['logistics', 'site:north'], { add: ['pharmacist', 'site:south'], remove: ['logistics', 'site:north'] }],
  [['pharmacist', 'site:south'], { add: [], remove: [] }],
  // Other applications may use the same user pool.
  [['site-visitors', 'wiki', 'Logistics'], { add: ['pharmacist', 'site:south'], remove: [] }],
  [['wiki', 'operations', 'site:south'], { add: ['pharmacist'], remove: ['operations'] }],
])('groups %j become an access by what differs, and the groups of others stay', (groups, change) => {
  expect(changeOf(groups, { roles: ['pharmacist'], sites: ['south'] })).toEqual(change);
});

test('an access is the same in whatever order its groups come', () => {
  const access = { roles: ['logistics', 'pharmacist'], sites: ['north', 'south'] };
  expect(accessOf(['site:south', 'pharmacist', 'wiki', 'site:north', 'logistics'])).toEqual(access);
  expect(accessInWords(accessOf(['site:south', 'logistics']))).toBe('logistics at south');
});
