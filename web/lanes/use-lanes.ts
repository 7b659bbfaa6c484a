import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';
import { useApi } from '../api/use-api.ts';

export type Subscriber = Answer<'listLaneSubscribers'>['items'][number];

/** While somebody was asked, whether they have confirmed is looked up this often. */
const askEveryMs = 5000;

/** The subscribers of the lanes of a site, and what can be done to them. */
export function useLanes(site: string) {
  const queries = useQueryClient();
  const path = { site };
  const found = useApi(
    'listLaneSubscribers',
    { path },
    {
      refetchInterval: ({ state }) =>
        state.data?.items.some(({ confirmedAt }) => confirmedAt === null) === true ? askEveryMs : false,
    },
  );
  const changed = (): Promise<void> => queries.invalidateQueries({ queryKey: ['listLaneSubscribers', path] });
  const save = useMutation<Answer<'subscribeLane'>, Error, unknown>({
    mutationFn: (body) => call('subscribeLane', { path, body }),
    onSuccess: changed,
    // It may have been saved although nobody could be asked.
    onError: changed,
  });
  const remove = useMutation<unknown, Error, string>({
    mutationFn: (subscriber) => call('unsubscribeLane', { path: { site, subscriber } }),
    onSuccess: changed,
  });
  return { found, save, remove };
}
