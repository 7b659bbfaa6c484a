import { useQuery } from '@tanstack/react-query';
import {
  type ReactNode,
  createContext,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { isShowingAlarms } from '../alerts/showing-alarms.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { useHasEnded, usePerson } from '../session/session.tsx';
import { changesReader, isFinished, readWhole } from './board-data.ts';
import { BoardPoller } from './board-poller.ts';
import { joinTabs } from './tabs.ts';
import { useAttention } from './use-attention.ts';
import { useFreshShipments } from './use-fresh-shipments.ts';
import { type NewAlarm, useNewAlarms } from './use-new-alarms.ts';

type Live = {
  /** Undefined until the first response. */
  readonly items: readonly BoardItem[] | undefined;
  readonly error: Error | null;
  /** When the board was last known to be right (epoch milliseconds). */
  readonly asOf: number | null;
  /** Since when the API has not responded (epoch milliseconds); null while it does. */
  readonly awaySince: number | null;
  /** When a request will be sent again that the gateway refused (epoch milliseconds); otherwise null. */
  readonly refusedUntil: number | null;
  /** For a while, the latest alarms that were raised while the page was open, each by what makes it this one. */
  readonly newAlarms: ReadonlyMap<string, NewAlarm>;
  readonly refresh: () => void;
  /** Shows a shipment as an action left it, until the API's list says so too. */
  readonly amend: (item: BoardItem) => void;
};

const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  return use(LiveContext)!;
}

/** Keeps the board up to date for every page below it; see `BoardPoller`. */
export function LiveProvider({ children }: { children: ReactNode }): ReactNode {
  const { username } = usePerson();
  const hasEnded = useHasEnded();
  const [poller] = useState(
    () =>
      new BoardPoller({
        readWhole,
        readChanges: changesReader(),
        join: (events) => joinTabs(`coldwatch.board.${username}`, events),
        isVisible: () => document.visibilityState === 'visible',
        asksWhileHidden: () => isShowingAlarms(username),
        random: Math.random,
      }),
  );
  const { board, error, confirmedAt, refusedUntil } = useSyncExternalStore(poller.subscribe, poller.polled);
  useEffect(() => {
    if (hasEnded) return;
    const visibilityChanged = (): void => poller.visibilityChanged();
    const cameOnline = (): void => poller.cameOnline();
    document.addEventListener('visibilitychange', visibilityChanged);
    window.addEventListener('online', cameOnline);
    poller.start();
    return () => {
      document.removeEventListener('visibilitychange', visibilityChanged);
      window.removeEventListener('online', cameOnline);
      poller.stop();
    };
  }, [poller, hasEnded]);
  useAttention(() => poller.noteUse());
  // Actions invalidate this query, which makes the board be read again; the poller keeps what was read.
  useQuery({
    queryKey: ['board'],
    queryFn: async () => {
      await poller.refresh();
      return null;
    },
    enabled: !hasEnded,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const items = board?.items;
  const newAlarms = useNewAlarms(items);
  useFreshShipments(items);
  const shown = useMemo(
    () => (items === undefined ? undefined : [...items.values()].filter((item) => !isFinished(item))),
    [items],
  );
  const live = useMemo(
    (): Live => ({
      items: shown,
      error,
      asOf: confirmedAt,
      awaySince: error === null || hasEnded ? null : confirmedAt,
      refusedUntil,
      newAlarms,
      refresh: () => void poller.refresh(),
      amend: (item) => poller.amend(item),
    }),
    [shown, error, confirmedAt, hasEnded, refusedUntil, newAlarms, poller],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}
