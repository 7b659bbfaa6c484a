import { type ReactNode, Suspense, lazy, useDeferredValue, useMemo, useState } from 'react';
import { useNow } from '../format/use-now.ts';
import { Page } from '../parts/page.tsx';
import { Loaded } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import {
  type BoardItem,
  type ShipmentState,
  shipmentStateOf,
  shipmentStates,
  urgent,
} from '../parts/shipment-state.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { BoardFilters } from './board-filters.tsx';
import { useLive } from './live.tsx';
import { ShipmentSearch } from './look-up.tsx';
import { fits, orderOf } from './order.ts';
import { ShipmentList } from './shipment-list.tsx';

const WorldMap = lazy(() => import('../map/world-map.tsx'));

/** Every open shipment, as a list and on a map, those that need attention first. */
export function BoardPage(): ReactNode {
  const { items, error, asOf, refresh } = useLive();
  return (
    <Page title={texts.board.title} className="board">
      <Loaded of={{ data: items, error: items === undefined ? error : null, refetch: refresh }}>
        {(all) => (all.length === 0 ? <EmptyBoard /> : <FullBoard items={all} asOf={asOf!} />)}
      </Loaded>
    </Page>
  );
}

function EmptyBoard(): ReactNode {
  return (
    <section className="empty">
      <h2>{texts.board.emptyTitle}</h2>
      <p>{texts.board.empty}</p>
      <pre>{texts.board.emptyCommand}</pre>
      <ShipmentSearch />
    </section>
  );
}

function FullBoard({ items, asOf }: { items: readonly BoardItem[]; asOf: string }): ReactNode {
  const now = useNow();
  const { moment } = useFormats();
  const [query, change] = useQueryState();
  const [found, setFound] = useState<string | null>(null);
  const wanted = query.get('state');
  const state = shipmentStates.find((each) => each === wanted) ?? null;
  const site = query.get('site');
  const words = query.get('find') ?? '';
  // Typed text shows at once; the search results follow.
  const sought = useDeferredValue(words);
  const view = query.get('view') === 'map' ? 'map' : 'list';
  const selected = query.get('shipment');
  const sites = useMemo(() => [...new Set(items.map((item) => item.site))].sort(), [items]);
  const byState = useGroups(items, { site, sought, now });
  const shown = useMemo(
    () => (state === null ? byState : new Map([[state, byState.get(state) ?? []]])),
    [byState, state],
  );
  const onMap = useDeferredValue(shown);
  const onMapItems = useMemo(() => [...onMap.values()].flat(), [onMap]);
  const needing = [...byState].reduce((sum, [each, { length }]) => sum + (urgent.has(each) ? length : 0), 0);
  const count = [...shown.values()].reduce((sum, { length }) => sum + length, 0);
  return (
    <>
      <p className={needing === 0 ? 'lead' : 'lead needing'}>
        <b>
          {needing === 0 ? texts.board.nobody : texts.board.needYou(needing)}
          {byState.get('decide')!.length > 0 && ` ${texts.board.toDecide(byState.get('decide')!.length)}`}
        </b>{' '}
        <span className="quiet">{texts.board.asOf(moment(asOf))}</span>
      </p>
      <BoardFilters
        byState={byState}
        sites={sites}
        filter={{ state, site, words, view }}
        counts={{ shown: count, all: items.length }}
        change={change}
      />
      <div className={`split view-${view}`}>
        <div className="list-side">
          {count === 0 ? (
            <p className="empty">{texts.board.noMatch}</p>
          ) : (
            <ShipmentList groups={shown} now={now} selected={selected ?? found} onPoint={setFound} />
          )}
          <ShipmentSearch />
        </div>
        <div className="map-side">
          <Suspense fallback={<p className="loading">{texts.loading}</p>}>
            <WorldMap
              items={onMapItems}
              highlighted={found ?? selected}
              onHighlight={(shipment) => {
                change({ shipment });
                document.getElementById(`row-${shipment}`)?.scrollIntoView({ block: 'nearest' });
              }}
            />
          </Suspense>
        </div>
      </div>
    </>
  );
}

/**
 * Returns the shipments of a site (null: of all) in which the sought words occur, by state, in the order of the list.
 */
function useGroups(
  items: readonly BoardItem[],
  { site, sought, now }: { site: string | null; sought: string; now: number },
): ReadonlyMap<ShipmentState, readonly BoardItem[]> {
  return useMemo(() => {
    const groups = new Map<ShipmentState, BoardItem[]>(shipmentStates.map((each) => [each, []]));
    for (const item of items)
      if ((site === null || item.site === site) && fits(item, sought))
        groups.get(shipmentStateOf(item, now))!.push(item);
    for (const [each, group] of groups) group.sort(orderOf(each));
    return groups;
  }, [items, site, sought, now]);
}
