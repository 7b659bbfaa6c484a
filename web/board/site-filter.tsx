import type { ReactNode } from 'react';
import { FilterSelect } from '../parts/filter-select.tsx';
import { texts } from '../texts.ts';

/** Chooses one of several sites, or all of them (null). */
export function SiteFilter({
  sites,
  site,
  onChange,
}: {
  sites: readonly string[];
  site: string | null;
  onChange: (site: string) => void;
}): ReactNode {
  if (sites.length < 2) return null;
  return (
    <FilterSelect
      label={texts.board.site}
      value={site ?? ''}
      options={[['', texts.board.everySite], ...sites.map((each) => [each, each] as const)]}
      onChange={onChange}
    />
  );
}
