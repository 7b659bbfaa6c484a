import { type Recommendation, recommendations } from '../model/enumerations.ts';
import { nameAmong } from '../model/product.ts';

/** What of a product's verdict gives its reasons their weight. */
type Weighed = {
  readonly id: string;
  readonly name: string;
  readonly recommendation: Recommendation;
  readonly reasons: readonly string[];
};

/**
 * The reasons of a shipment's verdict as people read them: those of the products with the most careful recommendation
 * first, otherwise in their order. What is said of no single product explains the most careful recommendation too: it
 * follows the reasons of those products, and comes first where the same is recommended for all.
 */
export function reasonsByWeight(
  reasons: readonly string[],
  products: readonly Weighed[] = [],
): readonly string[] {
  if (products.length < 2) return reasons;
  const rank = ({ recommendation }: Weighed): number => recommendations.indexOf(recommendation);
  const most = Math.max(...products.map(rank));
  const ofAll = products.every((each) => rank(each) === most) ? most + 1 : most;
  const ofOne = new Map<string, number>();
  for (const each of products)
    for (const reason of each.reasons) ofOne.set(`${nameAmong(each, products)}: ${reason}`, rank(each));
  const weight = (reason: string): number => ofOne.get(reason) ?? ofAll;
  return reasons.toSorted((one, other) => weight(other) - weight(one));
}
