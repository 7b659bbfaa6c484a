import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { RouteId } from '../../contract/api/routes.ts';
import { Refused, call } from '../api/client.ts';

export type Step = {
  readonly path: Readonly<Record<string, string>> & { readonly shipment: string };
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * Takes a step of a shipment. It keeps its key until it was taken or refused: sent again after the network failed it is
 * the same step.
 */
export function useStep(id: RouteId, then: () => void) {
  const queries = useQueryClient();
  const key = useRef<string | null>(null);
  return useMutation<unknown, Error, Step>({
    mutationFn: async ({ path, body }) => {
      key.current ??= crypto.randomUUID();
      try {
        return await call(id, { path, body, key: key.current });
      } catch (error) {
        if (error instanceof Refused) key.current = null;
        throw error;
      }
    },
    onSuccess: async (_, { path: { shipment } }) => {
      key.current = null;
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      void queries.invalidateQueries({ queryKey: ['board'] });
      then();
    },
    onError: (error, { path: { shipment } }) => {
      // What came since is shown beside what was typed.
      if (error instanceof Refused) void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
}
