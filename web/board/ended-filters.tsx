import type { ReactNode } from 'react';
import { decisions } from '../../src/model/enumerations.ts';
import { FilterSelect } from '../parts/filter-select.tsx';
import type { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { texts } from '../texts.ts';
import { type Period, periods } from './period.ts';
import { SiteFilter } from './site-filter.tsx';

const word = texts.ended;

/** Selects which ended shipments are listed: period, status, site, words. */
export function EndedFilters({
  filter: { period, from, to, status, site, words },
  sites,
  isReversed,
  change,
  children,
}: {
  filter: {
    period: Period;
    from: string | null;
    to: string | null;
    status: string | null;
    site: string | null;
    words: string;
  };
  sites: readonly string[];
  /** Whether the range ends before it begins. */
  isReversed: boolean;
  change: ReturnType<typeof useQueryState>[1];
  children?: ReactNode;
}): ReactNode {
  const day = (name: 'from' | 'to', value: string | null): ReactNode => (
    <label className="field inline">
      <span>{word[name]}</span>
      <input
        type="date"
        value={value ?? ''}
        aria-invalid={isReversed || undefined}
        aria-describedby={isReversed ? 'range-problem' : undefined}
        onChange={({ target }) => change({ [name]: target.value })}
      />
    </label>
  );
  return (
    <div className="filters" role="search">
      <FilterSelect
        label={word.period}
        value={period}
        options={periods.map((each) => [each, word.periods[each]])}
        onChange={(chosen) => change({ period: chosen })}
      />
      {period === 'range' && (
        <>
          {day('from', from)}
          {day('to', to)}
        </>
      )}
      <FilterSelect
        label={word.status}
        value={status ?? ''}
        options={[
          ['', word.everyStatus],
          ...[...decisions, 'contradicted' as const, 'cancelled' as const].map(
            (each) => [each, texts.statuses[each]] as const,
          ),
        ]}
        onChange={(chosen) => change({ status: chosen })}
      />
      <SiteFilter sites={sites} site={site} onChange={(chosen) => change({ site: chosen })} />
      <SearchField value={words} onChange={(find) => change({ find })} />
      {children}
      {isReversed && (
        <p role="alert" id="range-problem" className="problem">
          {word.fromAfterTo}
        </p>
      )}
    </div>
  );
}
