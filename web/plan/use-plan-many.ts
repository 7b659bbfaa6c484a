import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Refused, call } from '../api/client.ts';
import { draftKey } from '../session/draft.ts';
import { usePerson } from '../session/session.tsx';
import type { ItemProblem } from './import-rows.ts';
import { forgetKey, isUnanswered, keptKey } from './kept-key.ts';

/** Checks plans with the API; nothing is planned. */
export function usePlanCheck(plans: readonly object[], isWanted: boolean) {
  return useQuery({
    queryKey: ['plan check', plans],
    queryFn: async () => (await call('planShipments', { body: { check: true, shipments: plans } })).problems,
    enabled: isWanted,
    retry: false,
    staleTime: 30_000,
  });
}

/** The plans were refused, and none was planned; `problems` says which is wrong. */
export class NonePlanned extends Error {
  readonly problems: readonly ItemProblem[];

  constructor(message: string, problems: readonly ItemProblem[]) {
    super(message);
    this.problems = problems;
  }
}

/**
 * Plans many shipments, all or none. Until there is an answer, the same plans are sent under the same key, after a
 * reload too, so that they are planned once. `then` gets their numbers.
 */
export function usePlanMany(then: (shipments: readonly string[]) => void) {
  const queries = useQueryClient();
  const name = draftKey(usePerson().username, 'plan many request');
  const plan = useMutation<readonly string[], Error, readonly object[]>({
    mutationFn: async (plans) => {
      const body = { check: false, shipments: plans };
      try {
        const { planned, problems } = await call('planShipments', { body, key: keptKey(name, body) });
        forgetKey(name);
        if (problems.length > 0) throw new NonePlanned('', problems);
        return planned.map(({ shipment }) => shipment);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        forgetKey(name);
        const { items } = error.problem;
        throw items === undefined ? error : new NonePlanned(error.message, items);
      }
    },
    onSuccess: (shipments) => {
      void queries.invalidateQueries({ queryKey: ['board'] });
      then(shipments);
    },
  });
  /** Whether these plans were sent and the answer was lost: their numbers may then be taken by themselves. */
  const wasSent = (plans: readonly object[]): boolean =>
    isUnanswered(name, { check: false, shipments: plans });
  return { plan, wasSent };
}
