import { useEffect, useRef, useState } from 'react';
import { type BoardAlarm, withProducts } from '../alarms/alarm-in-words.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';
import type { Board } from './board-data.ts';

export type NewAlarm = { readonly item: BoardItem; readonly alarm: BoardAlarm };

/** Says which shipment a new alarm is of, and which of its products it affects. */
export function newAlarmInWords({ item: { shipment, goods }, alarm }: NewAlarm): string {
  return withProducts(texts.board.newAlarm(shipment, goods), alarm);
}

/** The alarms that nobody has acknowledged, each by what makes it this one. */
export function unanswered(items: Board['items']): ReadonlyMap<string, NewAlarm> {
  const alarms = new Map<string, NewAlarm>();
  for (const item of items.values())
    for (const alarm of item.standingAlarms)
      if (alarm.acknowledgedAt === null)
        alarms.set(`${item.shipment} ${alarm.rule} ${alarm.raisedAt}`, { item, alarm });
  return alarms;
}

const newAlarmsStayMs = 20_000;
const none: ReadonlyMap<string, NewAlarm> = new Map();

/**
 * Returns, for a while and until somebody acknowledges them, the latest alarms that were raised while the page was open,
 * by what makes each this one. Those that became known together are together.
 */
export function useNewAlarms(items: Board['items'] | undefined): ReadonlyMap<string, NewAlarm> {
  const [newAlarms, setNewAlarms] = useState(none);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (items === undefined) return;
    const alarms = unanswered(items);
    const before = known.current;
    known.current = new Set(alarms.keys());
    if (before === null) return;
    const fresh = new Map([...alarms].filter(([key]) => !before.has(key)));
    if (fresh.size > 0) setNewAlarms(fresh);
    else
      setNewAlarms((shown) => {
        const left = new Map([...shown].filter(([key]) => alarms.has(key)));
        return left.size === shown.size ? shown : left;
      });
  }, [items]);
  useEffect(() => {
    if (newAlarms.size === 0) return;
    const timer = setTimeout(() => setNewAlarms(none), newAlarmsStayMs);
    return () => clearTimeout(timer);
  }, [newAlarms]);
  return newAlarms;
}
