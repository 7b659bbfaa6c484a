import type { ReactNode } from 'react';
import { Mark } from '../parts/mark.tsx';
import type { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { type BoardItem, type ShipmentState, shipmentStates } from '../parts/shipment-state.ts';
import { ViewChoice } from '../parts/view-choice.tsx';
import { texts } from '../texts.ts';
import { SiteFilter } from './site-filter.tsx';

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
      <SearchField value={words} onChange={(find) => change({ find })} onSend={onSearch} />
      <SiteFilter sites={sites} site={site} onChange={(chosen) => change({ site: chosen })} />
      <ViewChoice
        label={texts.board.view}
        value={view}
        options={[
          ['list', texts.board.list],
          ['map', texts.board.map],
        ]}
        onChange={(chosen) => change({ view: chosen === 'list' ? null : chosen })}
      />
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
