import { useRef } from 'react';
import { useLive } from '../board/live.tsx';
import { type Seen, useActions } from '../parts/use-actions.ts';
import { usePerson } from '../session/session.tsx';

/**
 * Acknowledges alarms of a shipment with one comment, one after the other. What was acknowledged stays so if a later
 * one fails. The board shows it at once.
 */
export function useAcknowledge(seen: Seen, then: () => void) {
  const { username } = usePerson();
  const { items, amend } = useLive();
  const newest = useRef(seen.sequence);
  const done = useRef(new Map<string, { acknowledgedAt: string; acknowledgedBy: string; comment: string }>());
  return useActions<{ rules: readonly string[]; comment: string }>(
    seen,
    async (act, { rules, comment }) => {
      for (const rule of rules) {
        if (done.current.has(rule)) continue;
        newest.current = await act('acknowledgeAlarm', { path: { rule }, body: { comment } });
        done.current.set(rule, {
          acknowledgedAt: new Date().toISOString(),
          acknowledgedBy: username,
          comment,
        });
      }
    },
    () => {
      const item = items?.find(({ shipment }) => shipment === seen.shipment);
      if (item !== undefined)
        amend({
          ...item,
          sequence: newest.current,
          standingAlarms: item.standingAlarms.map((alarm) => ({ ...alarm, ...done.current.get(alarm.rule) })),
        });
      then();
    },
  );
}
