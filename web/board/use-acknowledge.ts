import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Refused, call } from '../api/client.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { usePerson } from '../session/session.tsx';
import { useLive } from './live.tsx';

/**
 * Acknowledges alarms of a shipment with one comment, one after the other, based on the ledger as the board showed it.
 * What was acknowledged stays so if a later one fails; the same sent again has no further effect.
 */
export function useAcknowledge(item: BoardItem, then: () => void) {
  const queries = useQueryClient();
  const { username } = usePerson();
  const { amend } = useLive();
  const [basedOn, setBasedOn] = useState(item.sequence);
  const keys = useRef(new Map<string, string>());
  const done = useRef(new Set<string>());
  return useMutation<void, Error, { rules: readonly string[]; comment: string }>({
    mutationFn: async ({ rules, comment }) => {
      let sequence = basedOn;
      for (const rule of rules) {
        if (done.current.has(rule)) continue;
        const content = JSON.stringify([rule, comment, sequence]);
        const key = keys.current.get(content) ?? crypto.randomUUID();
        keys.current.set(content, key);
        const taken = await call('acknowledgeAlarm', {
          path: { shipment: item.shipment, rule },
          body: { comment, basedOn: sequence },
          key,
        });
        ({ sequence } = taken);
        setBasedOn(sequence);
        done.current.add(rule);
      }
      const acknowledged = {
        acknowledgedAt: new Date().toISOString(),
        acknowledgedBy: username,
        comment,
      };
      amend({
        ...item,
        sequence,
        standingAlarms: item.standingAlarms.map((alarm) =>
          rules.includes(alarm.rule) ? { ...alarm, ...acknowledged } : alarm,
        ),
      });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['shipment', item.shipment] });
      void queries.invalidateQueries({ queryKey: ['board'] });
      then();
    },
    onError: (error) => {
      // The new entries are shown in the dialog, so a second submission has seen them.
      const newest = error instanceof Refused ? error.problem.entries?.at(-1) : undefined;
      if (newest !== undefined) setBasedOn(newest.sequence);
    },
  });
}
