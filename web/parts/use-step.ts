import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { Refused, call } from '../api/client.ts';

type Step = {
  readonly path: Readonly<Record<string, string>> & { readonly shipment: string };
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * Executes an action on a shipment, based on the ledger that the person saw when they started (`seen`): entries added
 * in the meantime are shown first. The same input sent again after a network failure counts as the same action.
 */
export function useStep(id: RouteId, seen: number, then: () => void) {
  const queries = useQueryClient();
  const [basedOn, setBasedOn] = useState(seen);
  const sent = useRef<{ key: string; content: string } | null>(null);
  return useMutation<unknown, Error, Step>({
    mutationFn: async ({ path, body }) => {
      const whole = { ...body, basedOn };
      const content = JSON.stringify([path, whole]);
      if (sent.current?.content !== content) sent.current = { key: crypto.randomUUID(), content };
      return call(id, { path, body: whole, key: sent.current.key });
    },
    onSuccess: async (_, { path: { shipment } }) => {
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      void queries.invalidateQueries({ queryKey: ['board'] });
      then();
    },
    onError: (error, { path: { shipment } }) => {
      if (!(error instanceof Refused)) return;
      // The new entries are shown next to the input, so a second submission has seen them.
      const newest = error.problem.entries?.at(-1);
      if (newest !== undefined) setBasedOn(newest.sequence);
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
}
