import type { DecidedLot } from '../allowances/leg-account.ts';
import { lotFatesOf } from '../model/lot-fates.ts';
import { productsOf } from '../model/product.ts';
import { type Entry, lastReceipt, shipmentOf } from './ledger.ts';
import { isProductNow } from './product-now.ts';

/** What the decision in force says of each lot of a product, by the plan that the signer saw; empty before there is one. */
export function decidedLotsOf(entries: readonly Entry[], product: string): readonly DecidedLot[] {
  const receipt = lastReceipt(entries);
  if (receipt === null) return [];
  const products = productsOf(shipmentOf(entries.slice(0, receipt.fact.ledgerHead)));
  return lotFatesOf(products, receipt.fact)
    .filter((each) => isProductNow(entries, each.product.id, product, receipt.fact.ledgerHead))
    .map(({ lot, fate }) => ({
      lot: lot?.number ?? null,
      fate,
      recordedAt: receipt.recordedAt,
    }));
}
