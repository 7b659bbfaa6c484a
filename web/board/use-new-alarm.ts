import { useEffect, useRef, useState } from 'react';
import type { Board } from './board-data.ts';

export type NewAlarm = { readonly shipment: string; readonly goods: string };

const newAlarmStaysMs = 20_000;

/** Returns, for a while, the latest alarm that was raised while the page was open. */
export function useNewAlarm(items: Board['items'] | undefined): NewAlarm | null {
  const [newAlarm, setNewAlarm] = useState<NewAlarm | null>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (items === undefined) return;
    const alarms = new Map<string, NewAlarm>();
    for (const { shipment, goods, standingAlarms } of items.values())
      for (const { rule, raisedAt, acknowledgedAt } of standingAlarms)
        if (acknowledgedAt === null) alarms.set(`${shipment} ${rule} ${raisedAt}`, { shipment, goods });
    const before = known.current;
    known.current = new Set(alarms.keys());
    if (before === null) return;
    const fresh = [...alarms].findLast(([key]) => !before.has(key));
    if (fresh !== undefined) setNewAlarm(fresh[1]);
  }, [items]);
  useEffect(() => {
    if (newAlarm === null) return;
    const timer = setTimeout(() => setNewAlarm(null), newAlarmStaysMs);
    return () => clearTimeout(timer);
  }, [newAlarm]);
  return newAlarm;
}
