import type { ReactNode } from 'react';
import { decisions } from '../../src/model/enumerations.ts';
import type { useQueryState } from '../parts/query-state.ts';
import { texts } from '../texts.ts';
import { type Period, periods } from './period.ts';

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
  const select = (
    label: string,
    value: string,
    options: readonly (readonly [value: string, name: string])[],
    name: string,
  ): ReactNode => (
    <label className="field inline">
      <span>{label}</span>
      <select value={value} onChange={({ target }) => change({ [name]: target.value })}>
        {options.map(([each, says]) => (
          <option key={each} value={each}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="filters" role="search">
      {select(
        word.period,
        period,
        periods.map((each) => [each, word.periods[each]] as const),
        'period',
      )}
      {period === 'range' && (
        <>
          {day('from', from)}
          {day('to', to)}
        </>
      )}
      {select(
        word.status,
        status ?? '',
        [
          ['', word.everyStatus],
          ...[...decisions, 'contradicted' as const, 'cancelled' as const].map(
            (each) => [each, texts.statuses[each]] as const,
          ),
        ],
        'status',
      )}
      {sites.length > 1 &&
        select(
          texts.board.site,
          site ?? '',
          [['', texts.board.everySite], ...sites.map((each) => [each, each] as const)],
          'site',
        )}
      <label className="field inline">
        <span>{texts.board.search}</span>
        <input
          type="search"
          value={words}
          placeholder={texts.board.searchHint}
          onChange={({ target }) => change({ find: target.value })}
        />
      </label>
      {children}
      {isReversed && (
        <p role="alert" id="range-problem" className="problem">
          {word.fromAfterTo}
        </p>
      )}
    </div>
  );
}
