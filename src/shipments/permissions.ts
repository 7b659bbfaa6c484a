import { type LinkPermits, type PersonRole, personRoles } from '../model/enumerations.ts';

/** The scope of a permission: shipments of the person's own sites, or everything. */
export type Reach = 'own sites' | 'any site';

/** The only table of permissions. Whatever is not in it is forbidden. */
export const permissions = {
  'read-shipment': { logistics: 'own sites', pharmacist: 'own sites', operations: 'any site' },
  'plan-shipment': { logistics: 'own sites' },
  'handle-shipment': { logistics: 'own sites' },
  'declare-arrival': { logistics: 'own sites', pharmacist: 'own sites' },
  'declare-sensor': { logistics: 'own sites', pharmacist: 'own sites' },
  'attach-file': { logistics: 'own sites', pharmacist: 'own sites' },
  'acknowledge-alarm': { logistics: 'own sites', pharmacist: 'own sites' },
  'share-shipment': { logistics: 'own sites', pharmacist: 'own sites' },
  'name-predecessor': { logistics: 'own sites', pharmacist: 'own sites' },
  'readmit-time': { pharmacist: 'own sites' },
  'decide-receipt': { pharmacist: 'own sites' },
  'read-insights': { logistics: 'own sites', pharmacist: 'own sites', operations: 'any site' },
  'read-device': { logistics: 'own sites', pharmacist: 'own sites', operations: 'any site' },
  'read-profile': { logistics: 'any site', pharmacist: 'any site', operations: 'any site' },
  'write-profile': { pharmacist: 'any site', operations: 'any site' },
  'approve-profile': { pharmacist: 'any site' },
  'read-source': { logistics: 'any site', pharmacist: 'any site', operations: 'any site' },
  'manage-source': { operations: 'any site' },
  'approve-mapping': { pharmacist: 'any site' },
  'change-audience': { operations: 'any site' },
  'manage-own-alerts': { logistics: 'own sites', pharmacist: 'own sites', operations: 'any site' },
  'manage-lane': { logistics: 'own sites' },
  'rebuild-lists': { operations: 'any site' },
  'read-audit-trail': { logistics: 'own sites', pharmacist: 'own sites', operations: 'any site' },
  'read-system': { operations: 'any site' },
  'retry-message': { operations: 'any site' },
  'manage-people': { operations: 'any site' },
  'review-access': { operations: 'any site' },
} as const satisfies Record<string, { readonly [role in PersonRole]?: Reach }>;

export type Action = keyof typeof permissions;

/** What the holder of a link may do, by what it permits. Whatever is not in it is forbidden to them. */
export const linkPermissions = {
  look: ['see-shared'],
  'report-arrival': ['see-shared', 'report-arrival'],
} as const satisfies { readonly [permits in LinkPermits]: readonly string[] };

export type LinkAction = (typeof linkPermissions)[LinkPermits][number];

/** Whether the holder of a link may take an action on its shipment. */
export function linkMay(permits: LinkPermits, action: LinkAction): boolean {
  const given: readonly LinkAction[] = linkPermissions[permits];
  return given.includes(action);
}

/** A person as the identity provider vouches for them. */
export type Person = {
  readonly subject: string;
  readonly username: string;
  readonly roles: readonly PersonRole[];
  readonly sites: readonly string[];
};

/** The scope of a person's permission for an action; null where they have none. */
export function reachOf({ roles }: Pick<Person, 'roles'>, action: Action): Reach | null {
  const given: { readonly [role in PersonRole]?: Reach } = permissions[action];
  const reaches = new Set(roles.map((role) => given[role]));
  if (reaches.has('any site')) return 'any site';
  return reaches.has('own sites') ? 'own sites' : null;
}

/** The roles that have a permission, whatever its scope. */
export function rolesFor(action: Action): PersonRole[] {
  return personRoles.filter((role) => role in permissions[action]);
}

/** Whether a person may take an action at a site. */
export function mayAt(person: Person, action: Action, site: string): boolean {
  return sitesFor(person, action)?.includes(site) ?? true;
}

/** The sites at which a person may take an action; null means any site. */
export function sitesFor(person: Person, action: Action): readonly string[] | null {
  const reach = reachOf(person, action);
  if (reach === 'any site') return null;
  return reach === 'own sites' ? person.sites : [];
}

const sitePrefix = 'site:';

/**
 * Roles and sites from the identity provider's groups, such as "pharmacist" and "site:north". Other groups are
 * ignored.
 */
export function rolesAndSites(groups: readonly string[]): Pick<Person, 'roles' | 'sites'> {
  return {
    roles: personRoles.filter((role) => groups.includes(role)),
    sites: groups
      .filter((group) => group.startsWith(sitePrefix))
      .map((group) => group.slice(sitePrefix.length)),
  };
}
