import type { ReactNode } from 'react';
import { type Period, periods } from '../board/period.ts';
import type { useQueryState } from '../parts/query-state.ts';
import { texts } from '../texts.ts';
import { systemTexts } from '../texts/system.ts';

const word = systemTexts.audit;
/** The fields of text, and the parameter of each in the address. */
const fields = ['words', 'by', 'shipment'] as const;

/** Selects which entries of the audit trail are searched: period, kind, person, shipment, words. */
export function AuditFilters({
  query,
  period,
  isReversed,
  isOfSystem,
  change,
}: {
  query: URLSearchParams;
  period: Period;
  /** Whether the range ends before it begins. */
  isReversed: boolean;
  /** Whether the person also sees what was done to the system. */
  isOfSystem: boolean;
  change: ReturnType<typeof useQueryState>[1];
}): ReactNode {
  const options = (kinds: Readonly<Record<string, string>>): ReactNode =>
    Object.entries(kinds).map(([kind, name]) => (
      <option key={kind} value={kind}>
        {name}
      </option>
    ));
  return (
    <div className="filters" role="search">
      <label className="field inline">
        <span>{texts.ended.period}</span>
        <select value={period} onChange={({ target }) => change({ period: target.value })}>
          {options(Object.fromEntries(periods.map((each) => [each, texts.ended.periods[each]])))}
        </select>
      </label>
      {period === 'range' &&
        (['from', 'to'] as const).map((name) => (
          <label key={name} className="field inline">
            <span>{texts.ended[name]}</span>
            <input
              type="date"
              value={query.get(name) ?? ''}
              aria-invalid={isReversed || undefined}
              aria-describedby={isReversed ? 'range-problem' : undefined}
              onChange={({ target }) => change({ [name]: target.value })}
            />
          </label>
        ))}
      <label className="field inline">
        <span>{word.kind}</span>
        <select value={query.get('kind') ?? ''} onChange={({ target }) => change({ kind: target.value })}>
          <option value="">{word.everyKind}</option>
          <optgroup label={word.ofShipments}>{options(word.shipmentKinds)}</optgroup>
          {isOfSystem && <optgroup label={word.ofSystem}>{options(word.systemKinds)}</optgroup>}
        </select>
      </label>
      {fields.map((name) => (
        <label key={name} className="field inline">
          <span>{word[name]}</span>
          <input
            type="search"
            maxLength={200}
            value={query.get(name) ?? ''}
            onChange={({ target }) => change({ [name]: target.value })}
          />
        </label>
      ))}
      {isReversed && (
        <p role="alert" id="range-problem" className="problem">
          {texts.ended.fromAfterTo}
        </p>
      )}
    </div>
  );
}
