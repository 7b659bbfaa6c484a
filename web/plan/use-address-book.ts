import { type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';
import type { AddressBook } from './draft-plan.ts';

/** What can be remembered, and by which route. */
const routes = {
  place: 'savePlace',
  carrier: 'saveCarrier',
  template: 'saveTemplate',
} as const;
const removals = { place: 'removePlace', carrier: 'removeCarrier', template: 'removeTemplate' } as const;
export type Remembered = keyof typeof routes;

const stayMs = 60_000;
/** Nothing is offered while the address book is unknown. */
export const emptyBook: AddressBook = { places: [], carriers: [], templates: [] };

/** Returns what a site remembers for its plans. */
export function useAddressBook(site: string): UseQueryResult<AddressBook> {
  return useApi('getAddressBook', { path: { site } }, { enabled: site !== '', staleTime: stayMs });
}

/** Saves something in a site's address book; one of the same name is replaced. */
export function useRemember(site: string, kind: Remembered, then: () => void = () => undefined) {
  const queries = useQueryClient();
  return useMutation<{ readonly id: string; readonly name: string }, Error, unknown>({
    mutationFn: (body) => call(routes[kind], { path: { site }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['getAddressBook', { site }] });
      then();
    },
  });
}

/** Removes something from a site's address book by its id. */
export function useForget(site: string, kind: Remembered, then: () => void = () => undefined) {
  const queries = useQueryClient();
  return useMutation<unknown, Error, string>({
    mutationFn: (remembered) => call(removals[kind], { path: { site, remembered } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['getAddressBook', { site }] });
      then();
    },
  });
}
