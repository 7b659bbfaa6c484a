import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, createContext, use, useEffect, useMemo, useRef, useState } from 'react';
import { TooManyRequests, call } from '../api/client.ts';
import { renewed } from '../api/renewed.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type Board, isFinished, withUnchangedItems, mergeInto, pageSize, readWhole } from './board-data.ts';
import { waitForChangesMs } from './wait-for-changes.ts';
import { useAttention } from './use-attention.ts';
import { useHasEnded } from '../session/session.tsx';

type NewAlarm = { readonly shipment: string; readonly rule: string };
type Live = {
  /** Undefined until the first response. */
  readonly items: readonly BoardItem[] | undefined;
  readonly error: Error | null;
  readonly asOf: string | null;
  /** Since when the API has not responded; null while it does. */
  readonly awaySince: number | null;
  /** The sentence to show while the gateway throttles requests; otherwise null. */
  readonly tooMany: string | null;
  /** The latest alarm that was raised while the page was open. */
  readonly newAlarm: NewAlarm | null;
  readonly refresh: () => void;
};

/** The latest readings come only with a full read. */
const wholeEveryMs = 45_000;
const newAlarmStaysMs = 20_000;
const boardKey = ['live'];

const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  return use(LiveContext)!;
}

/**
 * Refreshes the board while the page is visible. Changes are requested often, and less often when nothing happens and
 * nobody uses the page; the whole board is read from time to time. A hidden page requests nothing, and refreshes as
 * soon as it is visible again.
 */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const queries = useQueryClient();
  const hasEnded = useHasEnded();
  // The results of both requests below are stored under a key of their own, because each request has its own interval.
  const { data } = useQuery<Board>({ queryKey: boardKey, enabled: false });
  const whole = useQuery({
    queryKey: ['board'],
    queryFn: async () => {
      const read = await readWhole();
      queries.setQueryData<Board>(boardKey, (before) => withUnchangedItems(before, read));
      return read.asOf;
    },
    refetchInterval: renewed(wholeEveryMs),
    staleTime: wholeEveryMs,
    enabled: !hasEnded,
  });
  const changedAt = useRef(0);
  const attendedAt = useAttention((before) => {
    if (waitForChangesMs(Date.now() - Math.max(before, changedAt.current)) > waitForChangesMs(0))
      void queries.invalidateQueries({ queryKey: ['changes'] });
  });
  const changes = useQuery({
    queryKey: ['changes'],
    queryFn: async () => {
      const known = queries.getQueryData<Board>(boardKey)!;
      const answer = await call('listBoard', { query: { since: known.asOf, limit: pageSize } });
      // More than one page has changed, so the whole board is read.
      if (answer.next !== null) void queries.invalidateQueries({ queryKey: ['board'] });
      const before = queries.getQueryData<Board>(boardKey) ?? known;
      const merged = mergeInto(before, answer.items, answer.asOf);
      if (merged.items !== before.items) changedAt.current = Date.now();
      queries.setQueryData<Board>(boardKey, merged);
      return answer.asOf;
    },
    enabled: data !== undefined && !hasEnded,
    refetchInterval: (query) =>
      renewed(waitForChangesMs(Date.now() - Math.max(changedAt.current, attendedAt.current)))(query),
    staleTime: 0,
    retry: false,
  });
  const newAlarm = useNewAlarm(data?.items);
  useFreshShipments(data?.items);
  // Each of the two may fail alone; the data shown is then as old as its last response.
  const failing = [changes, whole].filter((each) => each.error !== null && each.dataUpdatedAt > 0);
  const awaySince =
    failing.length === 0 || hasEnded ? null : Math.min(...failing.map(({ dataUpdatedAt }) => dataUpdatedAt));
  const tooMany = failing.find((each) => each.error instanceof TooManyRequests)?.error?.message ?? null;
  const { error, refetch } = whole;
  const known = data?.items;
  const asOf = data?.asOf ?? null;
  const items = useMemo(
    () => (known === undefined ? undefined : [...known.values()].filter((item) => !isFinished(item))),
    [known],
  );
  const live = useMemo(
    (): Live => ({
      items,
      error,
      asOf,
      awaySince,
      tooMany,
      newAlarm,
      refresh: () => void refetch(),
    }),
    [items, asOf, error, refetch, awaySince, tooMany, newAlarm],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Returns, for a while, the latest alarm that was raised while the page was open. */
function useNewAlarm(items: Board['items'] | undefined): NewAlarm | null {
  const [newAlarm, setNewAlarm] = useState<NewAlarm | null>(null);
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (items === undefined) return;
    const alarms = new Map<string, NewAlarm>();
    for (const { shipment, standingAlarms } of items.values())
      for (const { rule, raisedAt, acknowledgedAt } of standingAlarms)
        if (acknowledgedAt === null) alarms.set(`${shipment} ${rule} ${raisedAt}`, { shipment, rule });
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

/** Refetches the data of a shipment as soon as its ledger has grown. */
function useFreshShipments(items: Board['items'] | undefined): void {
  const queries = useQueryClient();
  const known = useRef<Board['items'] | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = items;
    if (before === undefined || items === undefined) return;
    for (const [shipment, { sequence }] of items)
      if (sequence > (before.get(shipment)?.sequence ?? sequence))
        void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    // A shipment that left the board was decided.
    for (const shipment of before.keys())
      if (!items.has(shipment)) void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
  }, [items, queries]);
}
