import { personRoles, type PersonRole } from '../model/enumerations.ts';
import { rolesAndSites } from '../shipments/permissions.ts';

/** The roles of a person, and the sites at which they have them. */
export type Access = { readonly roles: readonly PersonRole[]; readonly sites: readonly string[] };

/** The groups of the user pool that give roles and sites. */
export function groupsFor({ roles, sites }: Access): string[] {
  return [...roles, ...sites.map((site) => `site:${site}`)];
}

/** The roles and sites that groups give, in one order. */
export function accessOf(groups: readonly string[]): Access {
  const { roles, sites } = rolesAndSites(groups);
  return { roles, sites: sites.toSorted() };
}

/** What turns the groups of somebody into those of an access. Groups that give neither role nor site stay. */
export function changeOf(groups: readonly string[], access: Access): { add: string[]; remove: string[] } {
  const wanted = groupsFor(access);
  const isOurs = (group: string): boolean =>
    group.startsWith('site:') || (personRoles as readonly string[]).includes(group);
  return {
    add: wanted.filter((group) => !groups.includes(group)),
    remove: groups.filter((group) => isOurs(group) && !wanted.includes(group)),
  };
}

/** An access in words: "logistics and pharmacist at north, south". */
export function accessInWords({ roles, sites }: Access): string {
  if (roles.length === 0) return 'no role';
  return `${roles.join(' and ')}${sites.length === 0 ? '' : ` at ${sites.join(', ')}`}`;
}
