import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type Period, periods, rangeOf } from '../board/period.ts';
import { useSettled } from '../parts/use-settled.ts';
import { useNow } from '../format/use-now.ts';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { useQueryState } from '../parts/query-state.ts';
import { useFormats, usePreferences } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { systemTexts } from '../texts/system.ts';
import { AuditFilters } from './audit-filters.tsx';
import { CardsTable } from '../parts/cards-table.tsx';
import { usePages } from './use-pages.ts';

const word = systemTexts.audit;

/** The audit trail across shipments, the newest first. What is looked for is part of the URL. */
export default function AuditPage(): ReactNode {
  const [query, change] = useQueryState();
  const { preferences } = usePreferences();
  const { shortMoment } = useFormats();
  const { roles } = usePerson();
  const now = useNow(60_000);
  const period: Period = periods.find((each) => each === query.get('period')) ?? '7d';
  const given = { from: query.get('from'), to: query.get('to') };
  const range = rangeOf(period, given, now, preferences.zone === 'utc');
  const isReversed = range.from !== null && range.to !== null && range.from >= range.to;
  // One text, so that typing in any field waits for a pause.
  const texts = useSettled(
    JSON.stringify(['words', 'by', 'shipment'].map((name) => query.get(name)?.trim() ?? '')),
  );
  const [words, by, shipment] = JSON.parse(texts) as string[];
  const sought = { ...range, kind: query.get('kind'), words, by, shipment, limit: 50 };
  const found = usePages('listAudit', sought, !isReversed);
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = found;
  const rows = data?.pages.flatMap(({ items }) => items) ?? [];
  const searchedTo = data?.pages.at(-1)?.searchedTo;
  const isOfSystem = roles.includes('operations');
  return (
    <Page title={word.title} className="ended audit">
      <p className="quiet">{isOfSystem ? word.leadOfOperations : word.lead}</p>
      <AuditFilters
        query={query}
        period={period}
        isReversed={isReversed}
        isOfSystem={isOfSystem}
        change={change}
      />
      {error !== null && <Problem error={error} retry={() => void refetch()} />}
      {rows.length > 0 && (
        <CardsTable
          label={word.title}
          columns={word.columns}
          rows={rows.map((row, index) => ({
            key: String(index),
            cells: {
              at: shortMoment(row.at),
              by: row.by,
              shipment:
                row.shipment === null ? (
                  <span className="quiet">{word.system}</span>
                ) : (
                  <Link href={`/shipments/${encodeURIComponent(row.shipment)}`}>{row.shipment}</Link>
                ),
              what: row.what,
              why: row.why ?? '–',
            },
          }))}
        />
      )}
      <p className="quiet" role="status">
        {isFetching
          ? word.searching
          : searchedTo === undefined
            ? ''
            : `${rows.length === 0 ? word.none : `${word.count(rows.length)}.`} ${word.searchedTo(shortMoment(searchedTo))}`}
      </p>
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          {word.more}
        </button>
      )}
    </Page>
  );
}
