import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { dialogOnDemand, onDemand } from '../parts/on-demand.tsx';
import { clockTime } from '../format/clock-time.ts';
import { useNow } from '../format/use-now.ts';
import { useQueryState } from '../parts/query-state.ts';
import { type BoardItem, shipmentStates } from '../parts/shipment-state.ts';
import { versionOf } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { BoardFilters } from './board-filters.tsx';
import { EndedFound } from './ended-found.tsx';
import { headlineOf } from './headline.ts';
import { ListCsvButton } from './list-csv-button.tsx';
import { openAlarmsInWords } from './row-words.ts';
import { SavedViews } from './saved-views.tsx';
import { ShipmentList } from './shipment-list.tsx';
import { useAlarmRules } from './use-alarm-rules.ts';
import { useBoardGroups } from './use-board-groups.ts';

const WorldMap = onDemand(() => import('../map/world-map.tsx'));
const AcknowledgeDialog = dialogOnDemand(() => import('../alarms/acknowledge-dialog.tsx'));

/** A board with shipments: what needs somebody, the selection, the list and the map. */
export function FullBoard({ items, asOf }: { items: readonly BoardItem[]; asOf: number }): ReactNode {
  const now = useNow();
  const formats = useFormats();
  const [query, change] = useQueryState();
  const [found, setFound] = useState<string | null>(null);
  const [acknowledging, setAcknowledging] = useState<BoardItem | null>(null);
  const [searchedAt, setSearchedAt] = useState(0);
  const rules = useAlarmRules(items);
  const wanted = query.get('state');
  const state = shipmentStates.find((each) => each === wanted) ?? null;
  const site = query.get('site');
  const words = query.get('find') ?? '';
  // Typed text shows at once; the search results follow.
  const sought = useDeferredValue(words);
  const view = query.get('view') === 'map' ? 'map' : 'list';
  const selected = query.get('shipment');
  const sites = useMemo(() => [...new Set(items.map((item) => item.site))].sort(), [items]);
  const { stateOf, byState } = useBoardGroups(items, { site, sought, now });
  const groups = useMemo(
    () => (state === null ? byState : new Map([[state, byState.get(state) ?? []]])),
    [byState, state],
  );
  const shown = useMemo(() => [...groups.values()].flat(), [groups]);
  const onMap = useDeferredValue(shown);
  const ids = useMemo(() => new Set(items.map(({ shipment }) => shipment)), [items]);
  return (
    <>
      <Headline stateOf={stateOf} shown={shown} asOf={asOf} now={now}>
        <button
          type="button"
          className="link"
          onClick={() => change({ state: null, site: null, find: null })}
        >
          {texts.board.showAll}
        </button>
      </Headline>
      <SavedViews page="board" />
      <BoardFilters
        byState={byState}
        sites={sites}
        filter={{ state, site, words, view }}
        counts={{ shown: shown.length, all: items.length }}
        change={change}
        onSearch={() => setSearchedAt(Date.now())}
      >
        <ListCsvButton
          writerOf={({ shipmentsCsv }) => shipmentsCsv}
          name="board"
          what={texts.board.title}
          readAll={() => Promise.resolve(shown)}
        />
      </BoardFilters>
      <div className={`split view-${view}`}>
        <div className="list-side">
          {shown.length === 0 ? (
            <p className="empty">{texts.board.noMatch}</p>
          ) : (
            <ShipmentList
              groups={groups}
              rules={rules}
              now={now}
              selected={selected ?? found}
              onPoint={setFound}
              onAcknowledge={setAcknowledging}
            />
          )}
          <EndedFound words={words} sentAt={searchedAt} isShown={(shipment) => ids.has(shipment)} />
        </div>
        <div className="map-side">
          <WorldMap
            items={onMap}
            opened={view === 'map' ? selected : null}
            highlighted={found ?? selected}
            onHighlight={(shipment) => {
              change({ shipment });
              document.getElementById(`row-${shipment}`)?.scrollIntoView({ block: 'nearest' });
            }}
          />
        </div>
      </div>
      {acknowledging !== null && (
        <AcknowledgeDialog
          seen={acknowledging}
          alarms={openAlarmsInWords(acknowledging, rules.get(versionOf(acknowledging.profile)), now, formats)}
          onClose={() => setAcknowledging(null)}
        />
      )}
    </>
  );
}

/** Speaks of every shipment, whatever the filter shows. `children` show all of them. */
function Headline({
  stateOf,
  shown,
  asOf,
  now,
  children,
}: {
  stateOf: Parameters<typeof headlineOf>[0];
  shown: readonly BoardItem[];
  asOf: number;
  now: number;
  children: ReactNode;
}): ReactNode {
  const formats = useFormats();
  const visible = useMemo(() => new Set(shown), [shown]);
  const { words, isUrgent, hidden } = headlineOf(stateOf, (item) => visible.has(item));
  return (
    <p className={isUrgent ? 'lead needing' : 'lead'}>
      <b>{words}</b> {hidden > 0 && children}{' '}
      <span className="quiet">{texts.board.asOf(clockTime(asOf, now, formats))}</span>
    </p>
  );
}
