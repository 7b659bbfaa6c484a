import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { call } from '../api/client.ts';
import type { Summary } from './fits.ts';
import type { Range } from './period.ts';
import { pageSize } from './page-size.ts';

type Ended = {
  readonly items: readonly Summary[];
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly hasMore: boolean;
  readonly readMore: () => void;
  readonly retry: () => void;
};

/** Reads ended shipments, newest first, a page at a time. */
export function useEnded(
  selection: Range & { readonly status: string | null; readonly site: string | null },
  isEnabled: boolean,
): Ended {
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['listEnded', selection],
    queryFn: ({ pageParam }) =>
      call('listEnded', { query: { ...selection, limit: pageSize, cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    enabled: isEnabled,
  });
  const pages = data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages]);
  const readMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return { items, error, isFetching, hasMore: hasNextPage, readMore, retry };
}
