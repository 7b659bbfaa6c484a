import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';

export type Person = Answer<'listPeople'>['items'][number];

/** Returns everybody by name, and the sites of the stage. */
export function usePeople(isOn: boolean): UseQueryResult<{ people: Person[]; sites: string[] }> {
  return useQuery({ queryKey: ['listPeople'], queryFn: readPeople, enabled: isOn });
}

async function readPeople(): Promise<{ people: Person[]; sites: string[] }> {
  const people: Person[] = [];
  let [cursor, sites]: [string | null, string[]] = [null, []];
  do {
    const page: Answer<'listPeople'> = await call('listPeople', { query: { cursor } });
    people.push(...page.items);
    [cursor, sites] = [page.next, page.sites];
  } while (cursor !== null);
  return { people: people.sort((one, other) => one.name.localeCompare(other.name, 'en')), sites };
}

type Change = 'invitePerson' | 'sendInvitation' | 'changePerson' | 'removePerson';

/** Changes people, and reads them again. Without a person, somebody new is invited. */
export function useChange(id: Change, person: string | null, then: (changed: Person) => void) {
  const queries = useQueryClient();
  return useMutation<Person, Error, object | undefined>({
    mutationFn: (body) => call(id, { ...(person !== null && { path: { person } }), body }),
    onSuccess: async (changed) => {
      await queries.invalidateQueries({ queryKey: ['listPeople'] });
      then(changed);
    },
  });
}
