import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Refused, call } from '../api/client.ts';

type Swap = {
  readonly old: string;
  /** What is declared of the old logger, and how the new one is attached, as the API takes them. */
  readonly declaration: Readonly<Record<string, unknown>>;
  readonly attachment: Readonly<Record<string, unknown>>;
};

/**
 * Swaps a logger for another: declares that the old one no longer counts, then attaches the new one. If the second half
 * fails, `isHalf` says so, and swapping again repeats only that half. `seen` is the ledger entry up to which the person
 * has seen the shipment.
 */
export function useSwap(shipment: string, seen: number, then: () => void) {
  const queries = useQueryClient();
  const basedOn = useRef(seen);
  const keys = useRef(new Map<string, string>());
  const [isHalf, setHalf] = useState(false);
  /** The same content sent again has the same key, so that it counts once. */
  const keyOf = (content: unknown): string => {
    const text = JSON.stringify(content);
    const key = keys.current.get(text) ?? crypto.randomUUID();
    keys.current.set(text, key);
    return key;
  };
  const swap = useMutation<void, Error, Swap>({
    mutationFn: async ({ old, declaration, attachment }) => {
      if (!isHalf) {
        const body = { ...declaration, basedOn: basedOn.current };
        const path = { shipment, device: old };
        const { sequence } = await call('declareSensor', { path, body, key: keyOf([old, body]) });
        basedOn.current = sequence;
        setHalf(true);
      }
      const body = { ...attachment, basedOn: basedOn.current };
      await call('attachDevice', { path: { shipment }, body, key: keyOf(body) });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      void queries.invalidateQueries({ queryKey: ['board'] });
      then();
    },
    onError: (error) => {
      // The new entries are shown next to the input, so that a second submission has seen them.
      const newest = error instanceof Refused ? error.problem.entries?.at(-1) : undefined;
      if (newest !== undefined) basedOn.current = newest.sequence;
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
  return { swap, isHalf };
}
