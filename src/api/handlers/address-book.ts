import { type Person, mayAt } from '../../shipments/permissions.ts';
import {
  forgetAtSite,
  readAddressBook,
  saveCarrier,
  savePlace,
  saveTemplate,
} from '../../storage/address-book.ts';
import type { PlanningTable } from '../../storage/planning-items.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import {
  toAddressBookResponse,
  toCarrierResponse,
  toPlaceResponse,
  toTemplateResponse,
} from './to-remembered.ts';

/** Makes the handler that shows what a site remembers. */
export function addressBookViews(planning: PlanningTable) {
  return {
    async getAddressBook(request: ApiRequest<'getAddressBook'>) {
      return toAddressBookResponse(await readAddressBook(planning, siteOf(request)));
    },
  };
}

/** Makes the handlers that change what a site remembers. */
export function addressBookManagement(planning: PlanningTable) {
  const changeOf = ({ person }: { readonly person: Person }) => ({ by: person.username, at: Date.now() });
  const forgotten = async (
    kind: 'place' | 'carrier' | 'template',
    request: Pick<ApiRequest<'removePlace'>, 'person' | 'action' | 'path'>,
  ) => {
    const id = request.path['remembered']!;
    await forgetAtSite(planning, siteOf(request), kind, id);
    return { id };
  };
  return {
    async savePlace(request: ApiRequest<'savePlace'>) {
      return toPlaceResponse(await savePlace(planning, siteOf(request), request.body, changeOf(request)));
    },
    async saveCarrier(request: ApiRequest<'saveCarrier'>) {
      return toCarrierResponse(await saveCarrier(planning, siteOf(request), request.body, changeOf(request)));
    },
    async saveTemplate(request: ApiRequest<'saveTemplate'>) {
      return toTemplateResponse(
        await saveTemplate(planning, siteOf(request), request.body, changeOf(request)),
      );
    },
    async removePlace(request: ApiRequest<'removePlace'>) {
      return forgotten('place', request);
    },
    async removeCarrier(request: ApiRequest<'removeCarrier'>) {
      return forgotten('carrier', request);
    },
    async removeTemplate(request: ApiRequest<'removeTemplate'>) {
      return forgotten('template', request);
    },
  };
}

/**
 * The site of the path, for a person who may perform the action there. To people of other sites it seems not to exist.
 * @throws {RequestRefused} 404 when the person may not see shipments of the site, 403 when they may not do this there.
 */
function siteOf({ person, action, path }: Pick<ApiRequest<'getAddressBook'>, 'person' | 'action' | 'path'>) {
  const site = path['site']!;
  if (!mayAt(person, 'read-shipment', site)) throw new RequestRefused(404, `There is no site ${site}.`);
  if (!mayAt(person, action, site)) throw new RequestRefused(403, `You may not do this at the site ${site}.`);
  return site;
}
