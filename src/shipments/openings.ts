import type { OpeningEntered } from '../model/leg-event.ts';
import { type Product, productsOf } from '../model/product.ts';
import { type Entry, shipmentOf } from './ledger.ts';
import { productNow } from './product-now.ts';

/** An opening with who entered it, when (epoch milliseconds) and why. */
export type OpeningRecorded = {
  readonly opening: OpeningEntered['opening'];
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/**
 * What was last entered of the time before a product's first leg; null: nobody entered anything of the goods that the plan
 * has now.
 */
export function openingRecorded(entries: readonly Entry[], product: string): OpeningRecorded | null {
  const entered = entries.flatMap(({ fact, by: recordedBy, recordedAt, why: reason }, index) => {
    if (fact.kind !== 'opening-entered') return [];
    const now = productNow(entries, fact.product, index);
    const before = productsOf(shipmentOf(entries.slice(0, index))).find(({ id }) => id === fact.product);
    const isMeant = now?.id === product && (before === undefined || areSameGoods(before, now));
    return isMeant ? [{ opening: fact.opening, recordedBy, recordedAt, reason }] : [];
  });
  return entered.at(-1) ?? null;
}

/** Whether a product still has its trade item number, and no lot besides those that it named, if it did. */
function areSameGoods(before: Product, now: Product): boolean {
  const isSameItem = before.gtin == null || before.gtin === now.gtin;
  const numbers = before.lots.map(({ number }) => number);
  return isSameItem && (numbers.length === 0 || now.lots.every(({ number }) => numbers.includes(number)));
}
