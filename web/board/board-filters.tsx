import type { ReactNode } from 'react';
import { Mark } from '../parts/mark.tsx';
import type { useQueryState } from '../parts/query-state.ts';
import { type BoardItem, type ShipmentState, shipmentStates } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';

/** Selects what the board shows: states, words, a site, list or map. The selection is part of the URL. */
export function BoardFilters({
  byState,
  sites,
  filter: { state, site, words, view },
  counts,
  change,
  onSearch,
  children,
}: {
  byState: ReadonlyMap<ShipmentState, readonly BoardItem[]>;
  sites: readonly string[];
  filter: {
    state: ShipmentState | null;
    site: string | null;
    words: string;
    view: 'list' | 'map';
  };
  counts: { shown: number; all: number };
  change: ReturnType<typeof useQueryState>[1];
  /** Called when Enter is pressed in the search field. */
  onSearch: () => void;
  /** More that is done with the selection. */
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="filters" role="search">
      <div className="chips" role="group" aria-label={texts.board.show}>
        {shipmentStates
          .filter((each) => byState.get(each)!.length > 0 || each === state)
          .map((each) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={each === state}
              onClick={() => change({ state: each === state ? null : each })}
            >
              <Mark state={each} />
              {texts.states[each]} <b>{byState.get(each)!.length}</b>
            </button>
          ))}
      </div>
      <label className="field inline">
        <span>{texts.board.search}</span>
        <input
          type="search"
          value={words}
          placeholder={texts.board.searchHint}
          onChange={(event) => change({ find: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onSearch();
          }}
        />
      </label>
      {sites.length > 1 && (
        <label className="field inline">
          <span>{texts.board.site}</span>
          <select value={site ?? ''} onChange={(event) => change({ site: event.target.value })}>
            <option value="">{texts.board.everySite}</option>
            {sites.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      <div className="views" role="group" aria-label={texts.board.view}>
        {(['list', 'map'] as const).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={view === each}
            onClick={() => change({ view: each === 'list' ? null : each })}
          >
            {texts.board[each]}
          </button>
        ))}
      </div>
      <p className="quiet" role="status">
        {texts.board.count(counts.shown, counts.all)}{' '}
        {(state !== null || site !== null || words !== '') && (
          <button
            type="button"
            className="link"
            onClick={() => change({ state: null, site: null, find: null })}
          >
            {texts.board.clear}
          </button>
        )}
      </p>
      {children}
    </div>
  );
}
