import type { ReactNode } from 'react';
import type { DeviceFilter } from '../../src/model/device-filter.ts';
import { FilterSelect } from '../parts/filter-select.tsx';
import type { useQueryState } from '../parts/query-state.ts';
import { SearchField } from '../parts/search-field.tsx';
import { devicesTexts as word } from '../texts/devices.ts';

/** The choices of each filter, as they are in the URL. */
const choices = {
  battery: ['20', '30', '50'],
  heard: ['1', '24', '168', '720'],
  calibration: ['0', '30', '60', '90'],
  certificate: ['0', '30', '60', '90'],
} as const;
type Name = keyof typeof choices;

const says: { readonly [name in Name]: (value: string) => string } = {
  battery: word.below,
  heard: (hours) => word.longerThan[hours]!,
  calibration: word.endsWithin,
  certificate: word.endsWithin,
};

/** The filter in the URL; a value that is none of the choices counts as none. */
export function filterOf(query: URLSearchParams): DeviceFilter {
  const chosen = (name: Name): number | undefined => {
    const value = choices[name].find((each) => each === query.get(name));
    return value === undefined ? undefined : Number(value);
  };
  return {
    batteryBelowPercent: chosen('battery'),
    notHeardForHours: chosen('heard'),
    calibrationWithinDays: chosen('calibration'),
    certificateWithinDays: chosen('certificate'),
    withDiagnostics: query.get('problems') === 'yes',
  };
}

/** Selects which devices are listed; the selection is part of the URL. */
export function DeviceFilters({
  query,
  change,
  children,
}: {
  query: URLSearchParams;
  change: ReturnType<typeof useQueryState>[1];
  children: ReactNode;
}): ReactNode {
  return (
    <div className="filters" role="search">
      {(Object.keys(choices) as Name[]).map((name) => (
        <FilterSelect
          key={name}
          label={word[name]}
          value={query.get(name) ?? ''}
          options={[['', word.any], ...choices[name].map((each) => [each, says[name](each)] as const)]}
          onChange={(chosen) => change({ [name]: chosen })}
        />
      ))}
      <label className="choice">
        <input
          type="checkbox"
          checked={query.get('problems') === 'yes'}
          onChange={({ target }) => change({ problems: target.checked ? 'yes' : null })}
        />
        <span>{word.withProblems}</span>
      </label>
      <SearchField
        value={query.get('find') ?? ''}
        hint={word.findHint}
        onChange={(find) => change({ find })}
      />
      {children}
    </div>
  );
}
