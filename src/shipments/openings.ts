import type { OpeningEntered } from '../model/leg-event.ts';
import type { Entry } from './ledger.ts';
import { isProductNow } from './product-now.ts';

/** An opening with who entered it, when (epoch milliseconds) and why. */
export type OpeningRecorded = {
  readonly opening: OpeningEntered['opening'];
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** What was last entered of the time before a product's first leg; null: nobody entered anything. */
export function openingRecorded(entries: readonly Entry[], product: string): OpeningRecorded | null {
  const entered = entries.flatMap(({ fact, by: recordedBy, recordedAt, why: reason }, index) =>
    fact.kind === 'opening-entered' && isProductNow(entries, fact.product, product, index)
      ? [{ opening: fact.opening, recordedBy, recordedAt, reason }]
      : [],
  );
  return entered.at(-1) ?? null;
}
