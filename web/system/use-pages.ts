import { useInfiniteQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { Answer, Asked } from '../api/answer.ts';

/** Reads a list a page at a time; `key` is what is asked for. */
export function usePages<Id extends 'listAudit' | 'listRefused'>(
  id: Id,
  query: NonNullable<Asked['query']> = {},
  isEnabled = true,
) {
  return useInfiniteQuery({
    queryKey: [id, query],
    queryFn: ({ pageParam }): Promise<Answer<Id>> => call(id, { query: { ...query, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: Answer<Id>) => next,
    enabled: isEnabled,
  });
}
