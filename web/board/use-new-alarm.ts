import { useEffect, useRef, useState } from 'react';
import type { Board } from './board-data.ts';

export type NewAlarm = { readonly shipment: string; readonly goods: string };

/** The alarms that nobody has acknowledged, each by what makes it this one. */
export function unanswered(items: Board['items']): ReadonlyMap<string, NewAlarm> {
  const alarms = new Map<string, NewAlarm>();
  for (const { shipment, goods, standingAlarms } of items.values())
    for (const { rule, raisedAt, acknowledgedAt } of standingAlarms)
      if (acknowledgedAt === null) alarms.set(`${shipment} ${rule} ${raisedAt}`, { shipment, goods });
  return alarms;
}

const newAlarmStaysMs = 20_000;

/** Returns, for a while and until somebody acknowledges it, the latest alarm that was raised while the page was open. */
export function useNewAlarm(items: Board['items'] | undefined): NewAlarm | null {
  const [newAlarm, setNewAlarm] = useState<(NewAlarm & { readonly key: string }) | null>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (items === undefined) return;
    const alarms = unanswered(items);
    const before = known.current;
    known.current = new Set(alarms.keys());
    if (before === null) return;
    const fresh = [...alarms].findLast(([key]) => !before.has(key));
    if (fresh !== undefined) setNewAlarm({ key: fresh[0], ...fresh[1] });
    else setNewAlarm((shown) => (shown !== null && alarms.has(shown.key) ? shown : null));
  }, [items]);
  useEffect(() => {
    if (newAlarm === null) return;
    const timer = setTimeout(() => setNewAlarm(null), newAlarmStaysMs);
    return () => clearTimeout(timer);
  }, [newAlarm]);
  return newAlarm;
}
