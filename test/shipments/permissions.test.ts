import { describe, expect, test } from 'vitest';
import {
  type Action,
  type Reach,
  mayAt,
  reachOf,
  permissions,
  rolesAndSites,
  rolesFor,
  sitesFor,
} from '../../src/shipments/permissions.ts';
import { type PersonRole, personRoles } from '../../src/model/enumerations.ts';

const [own, any] = ['own sites', 'any site'] as const;
/** The same table written out by hand: logistics, pharmacist, operations. */
const table: { readonly [action in Action]: readonly [Reach | null, Reach | null, Reach | null] } = {
  'read-shipment': [own, own, any],
  'plan-shipment': [own, null, null],
  'handle-shipment': [own, null, null],
  'declare-arrival': [own, own, null],
  'declare-sensor': [own, own, null],
  'attach-file': [own, own, null],
  'acknowledge-alarm': [own, own, null],
  'share-shipment': [own, own, null],
  'name-predecessor': [own, own, null],
  'readmit-time': [null, own, null],
  'decide-receipt': [null, own, null],
  'read-insights': [own, own, any],
  'read-device': [own, own, any],
  'read-profile': [any, any, any],
  'write-profile': [null, any, any],
  'approve-profile': [null, any, null],
  'read-source': [any, any, any],
  'manage-source': [null, null, any],
  'approve-mapping': [null, any, null],
  'change-audience': [null, null, any],
  'manage-own-alerts': [own, own, any],
  'manage-lane': [own, null, null],
  'rebuild-lists': [null, null, any],
  'read-audit-trail': [own, own, any],
  'read-system': [null, null, any],
  'retry-message': [null, null, any],
  'manage-people': [null, null, any],
  'review-access': [null, null, any],
};
const person = (...roles: PersonRole[]) => ({ subject: 's', username: 'u', roles, sites: ['north', 'east'] });
const cells = Object.entries(table).flatMap(([action, reaches]) =>
  reaches.map((reach, index) => [action as Action, personRoles[index]!, reach] as const),
);

describe('permissions', () => {
  test.each(cells)('permission for %s as %s: %s', (action, role, reach) => {
    const requester = person(role);
    expect(reachOf(requester, action)).toBe(reach);
    expect(sitesFor(requester, action)).toEqual(
      reach === any ? null : reach === own ? ['north', 'east'] : [],
    );
    expect(['north', 'east', 'south'].map((site) => mayAt(requester, action, site))).toEqual(
      reach === any ? [true, true, true] : reach === own ? [true, true, false] : [false, false, false],
    );
    expect(rolesFor(action).includes(role)).toBe(reach !== null);
  });

  test('an action outside the table is not permitted', () => {
    expect(Object.keys(permissions).toSorted()).toEqual(Object.keys(table).toSorted());
    for (const action of Object.keys(table) as Action[]) {
      expect(reachOf(person(), action)).toBeNull();
      expect(sitesFor(person(), action)).toEqual([]);
      expect(mayAt(person(), action, 'north')).toBe(false);
    }
  });

  test('a person with several roles has the widest permission', () => {
    expect(reachOf(person('logistics', 'operations'), 'read-shipment')).toBe(any);
    expect(reachOf(person('operations', 'logistics'), 'plan-shipment')).toBe(own);
    expect(reachOf(person('operations', 'logistics'), 'decide-receipt')).toBeNull();
  });
});

test('the roles with a permission have a fixed order', () => {
  expect(rolesFor('read-profile')).toEqual(['logistics', 'pharmacist', 'operations']);
  expect(rolesFor('write-profile')).toEqual(['pharmacist', 'operations']);
});

test.each([
  [['pharmacist', 'site:north'], ['pharmacist'], ['north']],
  [
    ['site:b', 'operations', 'logistics', 'site:a'],
    ['logistics', 'operations'],
    ['b', 'a'],
  ],
  [['Pharmacist', 'admin', 'SITE:north', 'my-site:north', ' site:x'], [], []],
  [['site:site:north', 'site:'], [], ['site:north', '']],
  [[], [], []],
])('groups %j are roles %j and sites %j', (groups, roles, sites) => {
  expect(rolesAndSites(groups)).toEqual({ roles, sites });
});
