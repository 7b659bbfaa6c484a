import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { call } from '../api/client.ts';
import { renewed } from '../api/renewed.ts';
import { listEveryMs } from './list-every.ts';

/** The key under which the list of files of a shipment is cached. */
export const filesKey = (shipment: string): readonly unknown[] => ['shipment', shipment, 'listFiles'];

/** When the files of each shipment last changed, as far as this page has seen. */
const changes = new Map<string, { readonly states: string; readonly at: number }>();

const statesOf = (files: readonly AttachedFile[]): string =>
  files.map(({ sha256, state }) => `${sha256} ${state}`).join();

/** Returns the files of a shipment, asked for again while one of them is uploaded, read or open. */
export function useAttachedFiles(shipment: string): UseQueryResult<readonly AttachedFile[]> {
  return useQuery<readonly AttachedFile[]>({
    queryKey: filesKey(shipment),
    queryFn: async () => {
      const { files } = await call('listFiles', { path: { shipment } });
      const states = statesOf(files);
      if (changes.get(shipment)?.states !== states) changes.set(shipment, { states, at: Date.now() });
      return files;
    },
    refetchInterval: (query) =>
      renewed(listEveryMs(query.state.data ?? [], Date.now() - (changes.get(shipment)?.at ?? 0)))(query),
  });
}

/** Asks again for everything about a shipment when one of its files was attached, refused or set aside. */
export function useFreshRecord(shipment: string, files: readonly AttachedFile[] | undefined): void {
  const queries = useQueryClient();
  const known = useRef<string | null>(null);
  const states = files === undefined ? null : statesOf(files);
  useEffect(() => {
    const before = known.current;
    known.current = states;
    if (before === null || states === null || before === states) return;
    void queries.invalidateQueries({
      queryKey: ['shipment', shipment],
      predicate: ({ queryKey }) => queryKey[2] !== 'listFiles',
    });
  }, [states, queries, shipment]);
}
