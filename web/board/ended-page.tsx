import { type ReactNode, useDeferredValue, useEffect } from 'react';
import { Link } from 'wouter';
import { useNow } from '../format/use-now.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { usePreferences } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { EndedFilters } from './ended-filters.tsx';
import { EndedTable } from './ended-table.tsx';
import { fits, soughtWords } from './fits.ts';
import { ListCsvButton } from './list-csv-button.tsx';
import { type Period, periods, rangeOf } from './period.ts';
import { readEvery } from './read-every.ts';
import { SavedViews } from './saved-views.tsx';
import { useEnded } from './use-ended.ts';

const word = texts.ended;

/** Decided and cancelled shipments of a period, newest first. The selection is part of the URL. */
export default function EndedPage(): ReactNode {
  const [query, change] = useQueryState();
  const { preferences } = usePreferences();
  const { sites } = usePerson();
  const now = useNow(60_000);
  const asked = query.get('period');
  const period: Period = periods.find((each) => each === asked) ?? '30d';
  const [from, to] = [query.get('from'), query.get('to')];
  const range = rangeOf(period, { from, to }, now, preferences.zone === 'utc');
  const isReversed = range.from !== null && range.to !== null && range.from >= range.to;
  const [status, site] = [query.get('status'), query.get('site')];
  const words = query.get('find') ?? '';
  const sought = soughtWords(useDeferredValue(words));
  const selection = { ...range, status, site };
  const { items, error, isFetching, hasMore, readMore, retry } = useEnded(selection, !isReversed);
  const shown = items.filter((item) => fits(item, sought));
  // Words are looked for in all of the period, not only in what has been read.
  const isSearching = sought.length > 0 && hasMore;
  useEffect(() => {
    if (isSearching && !isFetching && error === null) readMore();
  }, [isSearching, isFetching, error, readMore]);
  return (
    <Page
      title={word.title}
      className="ended"
      aside={
        <nav className="page-links" aria-label={word.title}>
          <Link href="/board">{word.toBoard}</Link>
        </nav>
      }
    >
      <p className="quiet">{word.lead}</p>
      <SavedViews page="ended" />
      <EndedFilters
        filter={{ period, from, to, status, site, words }}
        sites={sites}
        isReversed={isReversed}
        change={change}
      >
        <ListCsvButton
          writerOf={({ shipmentsCsv }) => shipmentsCsv}
          name="ended"
          what={word.title}
          readAll={async (onRead) =>
            (await readEvery('listEnded', selection, onRead)).filter((item) => fits(item, sought))
          }
        />
      </EndedFilters>
      {error !== null && <Problem error={error} retry={retry} />}
      {shown.length > 0 && <EndedTable items={shown} label={word.title} />}
      <p className="quiet" role="status">
        {isFetching
          ? word.reading(items.length)
          : isReversed || error !== null
            ? ''
            : shown.length === 0
              ? word.none
              : word.count(shown.length, !hasMore)}
      </p>
      {hasMore && sought.length === 0 && (
        <button type="button" disabled={isFetching} onClick={readMore}>
          {word.more}
        </button>
      )}
    </Page>
  );
}
