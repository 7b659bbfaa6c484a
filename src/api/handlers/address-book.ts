import type { Person } from '../../shipments/permissions.ts';
import {
  forgetAtSite,
  readAddressBook,
  saveCarrier,
  savePlace,
  saveTemplate,
} from '../../storage/address-book.ts';
import type { PlanningTable } from '../../storage/planning-items.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { requestedSite } from './requested-site.ts';
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
      return toAddressBookResponse(await readAddressBook(planning, requestedSite(request)));
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
    await forgetAtSite(planning, requestedSite(request), kind, id);
    return { id };
  };
  return {
    async savePlace(request: ApiRequest<'savePlace'>) {
      return toPlaceResponse(
        await savePlace(planning, requestedSite(request), request.body, changeOf(request)),
      );
    },
    async saveCarrier(request: ApiRequest<'saveCarrier'>) {
      return toCarrierResponse(
        await saveCarrier(planning, requestedSite(request), request.body, changeOf(request)),
      );
    },
    async saveTemplate(request: ApiRequest<'saveTemplate'>) {
      return toTemplateResponse(
        await saveTemplate(planning, requestedSite(request), request.body, changeOf(request)),
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
