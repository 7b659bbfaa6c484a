import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { RouteId } from '../../src/api/routes/routes.ts';
import type { Answer } from '../api/answer.ts';
import { Refused, call } from '../api/client.ts';
import { currentNotice, dismissNotice } from '../plan/notice-state.ts';

/** The shipment to which something is done, and the ledger entry up to which the person has seen it. */
export type Seen = { readonly shipment: string; readonly sequence: number };

/** What an action carries besides the shipment: other parts of its address, and its content. */
export type Action = {
  readonly path?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Executes one action; gives the ledger entry up to which the shipment is now seen. */
type Act = (id: RouteId, action: Action) => Promise<number>;

/**
 * Executes actions on a shipment one after the other (`run`), based on the ledger that the person saw when they
 * started, and then on what each action left: entries added by others in the meantime are shown first. The same input
 * sent again after a failure counts as the same action.
 */
export function useActions<Input>(
  { shipment, sequence }: Seen,
  run: (act: Act, input: Input) => Promise<unknown>,
  then: () => void,
) {
  const queries = useQueryClient();
  const basedOn = useRef(sequence);
  const keys = useRef(new Map<string, string>());
  const hasActed = useRef(false);
  const act: Act = async (id, { path, body }) => {
    const asked = { path: { ...path, shipment }, body: { ...body, basedOn: basedOn.current } };
    const content = JSON.stringify([id, asked]);
    const key = keys.current.get(content) ?? crypto.randomUUID();
    keys.current.set(content, key);
    const taken = (await call(id, { ...asked, key })) as Answer<'acknowledgeAlarm'>;
    basedOn.current = taken.sequence;
    hasActed.current = true;
    return taken.sequence;
  };
  return useMutation<unknown, Error, Input>({
    mutationFn: (input) => run(act, input),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      void queries.invalidateQueries({ queryKey: ['board'] });
      // What was done before is no news any more, and its next step may be the one just taken.
      if (currentNotice() !== null) dismissNotice();
      then();
    },
    onError: (error) => {
      if (!(error instanceof Refused) && !hasActed.current) return;
      // The new entries are shown next to the input, so a second submission has seen them.
      const newest = error instanceof Refused ? error.problem.entries?.at(-1) : undefined;
      if (newest !== undefined) basedOn.current = newest.sequence;
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    },
  });
}
