import type { InsightDimension } from '../model/enumerations.ts';
import { type Cell, foldedName } from './cell.ts';
import { type Figures, decidedIn, noFigures, withFigures } from './figures.ts';

/** Counters of one cell. */
export type Counted = { readonly cell: Cell; readonly figures: Figures };

/** One row: what its shipments have in common, null where they differ or none was named, and their figures. */
export type InsightRow = Readonly<Record<RowName, string | null>> & { readonly figures: Figures };
type RowName = 'month' | 'origin' | 'destination' | 'carrier' | 'packaging';

const namesOf: { readonly [dimension in InsightDimension]: readonly RowName[] } = {
  lane: ['origin', 'destination'],
  carrier: ['carrier'],
  packaging: ['packaging'],
  month: ['month'],
};
const nothing = { month: null, origin: null, destination: null, carrier: null, packaging: null };

/** The counters added up by a dimension: months newest first, else the row with most shipments first. */
export function insightRows(counted: readonly Counted[], by: InsightDimension): InsightRow[] {
  const rows = new Map<string, InsightRow>();
  for (const { cell, figures } of counted) {
    const names = namesOf[by].map((name) => [name, cell[name]] as const);
    const key = JSON.stringify(names.map(([, name]) => foldedName(name)));
    const row = rows.get(key) ?? { ...nothing, ...Object.fromEntries(names), figures: noFigures };
    rows.set(key, { ...row, figures: withFigures(row.figures, figures) });
  }
  return [...rows]
    .toSorted(([a, one], [b, other]) =>
      by === 'month'
        ? b.localeCompare(a)
        : endedIn(other.figures) - endedIn(one.figures) || a.localeCompare(b),
    )
    .map(([, row]) => row)
    .filter(({ figures }) => endedIn(figures) > 0);
}

/** The counters of all cells added up. */
export function totalOf(counted: readonly Counted[]): Figures {
  return counted.reduce((sum, { figures }) => withFigures(sum, figures), noFigures);
}

/** How many shipments ended, cancelled ones too. */
function endedIn(figures: Figures): number {
  return decidedIn(figures) + figures.cancelled;
}
