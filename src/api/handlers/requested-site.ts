import { mayAt } from '../../shipments/permissions.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';

/**
 * The site of the path, for a person who may perform the action there. To people of other sites it seems not to exist.
 * @throws {RequestRefused} 404 when the person may not see shipments of the site, 403 when they may not do this there.
 */
export function requestedSite({
  person,
  action,
  path,
}: Pick<ApiRequest<'getAddressBook'>, 'person' | 'action' | 'path'>): string {
  const site = path['site']!;
  if (!mayAt(person, 'read-shipment', site)) throw new RequestRefused(404, `There is no site ${site}.`);
  if (!mayAt(person, action, site)) throw new RequestRefused(403, `You may not do this at the site ${site}.`);
  return site;
}
