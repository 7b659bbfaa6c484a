import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { filesKey } from './attached-files.ts';
import type { Upload } from './upload.ts';
import { allUploads, retryUpload, startUploads, subscribe } from './uploads.ts';

/** The uploads to a shipment, and what a person does with them. */
export function useUploads(shipment: string): {
  readonly uploads: readonly Upload[];
  readonly add: (files: readonly File[]) => void;
  readonly retry: (id: number) => void;
} {
  const queries = useQueryClient();
  const all = useSyncExternalStore(subscribe, allUploads);
  return useMemo(() => {
    const onListed = (): Promise<unknown> => queries.invalidateQueries({ queryKey: filesKey(shipment) });
    return {
      uploads: all.filter((each) => each.shipment === shipment),
      add: (files) => startUploads(shipment, files, onListed),
      retry: (id) => retryUpload(id, onListed),
    };
  }, [all, shipment, queries]);
}
