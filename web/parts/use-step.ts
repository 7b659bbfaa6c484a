import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { Refused, call } from '../api/client.ts';

export type Step = {
  readonly path: Readonly<Record<string, string>> & { readonly shipment: string };
  readonly body: Readonly<Record<string, unknown>>;
};

/**
 * Takes a step of a shipment, based on the ledger as it was when the person began (`seen`), not as it has become
 * meanwhile: what came since is shown first. Sent again after the network failed, the same words are the same step.
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
      // They stand beside what was typed: whoever sends again has seen them.
      const newest = error.problem.entries?.at(-1);
      if (newest !== undefined) setBasedOn(newest.sequence);
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
}
