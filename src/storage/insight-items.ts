import type { Cell } from '../insights/cell.ts';
import { cellId } from '../insights/cell.ts';
import type { Figures } from '../insights/figures.ts';
import type { Counted } from '../insights/insight-rows.ts';
import type { Outcome } from '../insights/outcome.ts';
import { sha256OfJson } from '../model/digest.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';

// The table of insights. Each ended shipment has one item with its outcome and the length of the ledger that it was
// computed from. What the outcomes of a site, month, lane, carrier and packaging add up to is one item under the site
// and month. Each item has a version that counts its changes.

/** The key of a shipment's outcome. No key of counters is like it: what follows their last "#" is a month. */
export function outcomeKey(shipment: string) {
  return { owner: { S: `#${shipment}` }, item: { S: 'outcome' } };
}

/** The partition of the counters of a site's month. */
export function ownerOfCounters({ site, month }: Pick<Cell, 'site' | 'month'>): string {
  return `${site}#${month}`;
}

/** The key of the counters of a cell; names may be longer than a key. */
export function countersKey(cell: Cell) {
  return { owner: { S: ownerOfCounters(cell) }, item: { S: sha256OfJson(cellId(cell)) } };
}

/** An outcome as it is stored. */
export type StoredOutcome = {
  readonly outcome: Outcome;
  readonly sequence: number;
  readonly version: number;
};

export function outcomeItem(shipment: string, { outcome, sequence, version }: StoredOutcome): Item {
  return {
    ...outcomeKey(shipment),
    ...written,
    outcome: { S: JSON.stringify(outcome) },
    sequence: { N: String(sequence) },
    version: { N: String(version) },
  };
}

export function storedOutcome(item: Item): StoredOutcome {
  const { outcome, sequence, version } = readable('insights', item);
  return {
    outcome: JSON.parse(outcome!.S!) as Outcome,
    sequence: Number(sequence!.N),
    version: Number(version!.N),
  };
}

export function countersItem(cell: Cell, figures: Figures, version: number): Item {
  return {
    ...countersKey(cell),
    ...written,
    cell: { S: JSON.stringify(cell) },
    figures: { S: JSON.stringify(figures) },
    version: { N: String(version) },
  };
}

export function countersIn(item: Item): Counted & { readonly version: number } {
  const { cell, figures, version } = readable('insights', item);
  return {
    cell: JSON.parse(cell!.S!) as Cell,
    figures: JSON.parse(figures!.S!) as Figures,
    version: Number(version!.N),
  };
}
