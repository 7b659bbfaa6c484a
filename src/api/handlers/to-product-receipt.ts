import type * as z from 'zod/mini';
import { lotFatesOf, rejectedField } from '../../model/lot-fates.ts';
import { lotKeysOf, productsOf } from '../../model/product.ts';
import { proposalOf } from '../../model/proposed-decision.ts';
import { type Entry, type ReceiptEntry, shipmentOf } from '../../shipments/ledger.ts';
import type { ShipmentPlan } from '../../shipments/ledger-event.ts';
import type { CheckedReceipt } from '../../shipments/receipt/receipt.ts';
import type * as answers from '../routes/responses.ts';

type ReceiptResponse = z.output<typeof answers.receipt>;

/** What a receipt recommends of each product and lot, and proposes; nothing where it has no products. */
export function productsOfReceipt(
  { recommendation, products }: Pick<CheckedReceipt, 'recommendation' | 'products'>,
  plan: ShipmentPlan,
): Pick<ReceiptResponse, 'products' | 'proposal'> {
  if (products === undefined) return {};
  const planned = productsOf(plan);
  const keyed = lotKeysOf(planned);
  const { decision, lots, rejected } = proposalOf({ recommendation, products });
  return {
    proposal: { decision, lots: [...lots], ...rejectedField(rejected) },
    products: products.map((each) => ({
      product: each.product,
      name: each.name,
      gtin: planned.find(({ id }) => id === each.product)?.gtin ?? null,
      recommendation: each.recommendation,
      judged: each.judged,
      checks: [...each.checks],
      lots: each.lots.map(({ lot, recommendation: own, allowances }) => {
        const named = keyed.find(({ key }) => key === lot)?.lot;
        return {
          lot,
          number: named?.number ?? null,
          quantity: named?.quantity ?? null,
          expiry: named?.expiry ?? null,
          recommendation: own,
          allowances: [...allowances],
        };
      }),
    })),
  };
}

/** What became of each lot by a signed decision; nothing of one product, unless some of its lots were rejected. */
export function fatesOfReceipt(
  entries: readonly Entry[],
  { fact }: Pick<ReceiptEntry, 'fact'>,
): Pick<z.output<typeof answers.signedVerdict>, 'fates'> {
  const products = productsOf(shipmentOf(entries.slice(0, fact.ledgerHead)));
  if (products.length === 1 && fact.rejected === undefined) return {};
  return {
    fates: lotFatesOf(products, fact).map(({ product: { id, name }, key, lot, fate }) => ({
      product: id,
      name,
      lot: key,
      number: lot?.number ?? null,
      fate,
    })),
  };
}
