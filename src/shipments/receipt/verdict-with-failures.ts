import { atLeastQuarantine } from '../goods-verdict.ts';
import { type ProductVerdict, mostCareful, namedByProduct } from '../product-verdict.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';

/**
 * A verdict with what else keeps products from being released, in sentences by the product's id: each such product is
 * quarantined at least, and the reasons begin with them.
 */
export function withFailures(
  verdict: ShipmentVerdict,
  failures: ReadonlyMap<string, readonly string[]>,
): ShipmentVerdict {
  if (failures.size === 0) return verdict;
  const failureOf = ({ product }: ProductVerdict): readonly string[] => failures.get(product.id) ?? [];
  const products = verdict.products.map((each) => ({
    ...each,
    recommendation: atLeastQuarantine(each.recommendation, failures.has(each.product.id)),
    reasons: [...failureOf(each), ...each.reasons],
  }));
  return {
    ...verdict,
    recommendation: mostCareful(products).recommendation,
    reasons: [
      ...(products.length === 1 ? failureOf(products[0]!) : namedByProduct(products, failureOf)),
      ...verdict.reasons,
    ],
    products,
  };
}
