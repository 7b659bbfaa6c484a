import type { Answer } from '../api/answer.ts';

type Person = Pick<Answer<'getMe'>, 'roles' | 'sites'>;
type Role = Person['roles'][number];

/** What people do to a shipment, with the roles of its site that may do it, as in the API's table of permissions. */
const rolesFor = {
  handle: ['logistics'],
  plan: ['logistics'],
  'declare-arrival': ['logistics', 'pharmacist'],
  share: ['logistics', 'pharmacist'],
  'declare-sensor': ['logistics', 'pharmacist'],
  'acknowledge-alarm': ['logistics', 'pharmacist'],
  'name-predecessor': ['logistics', 'pharmacist'],
  'readmit-time': ['pharmacist'],
} as const satisfies Record<string, readonly Role[]>;
export type Task = keyof typeof rolesFor;

/** Returns whether a person may do something to a shipment of a site. The API decides; this is what the page offers. */
export function isPermitted({ roles, sites }: Person, task: Task, site: string): boolean {
  return sites.includes(site) && rolesFor[task].some((role) => roles.includes(role));
}
