import { recommendations } from '../model/enumerations.ts';
import { type Product, nameAmong } from '../model/product.ts';
import type { GoodsVerdict } from './goods-verdict.ts';

/** The verdict of one product, by its own profile, on the readings of the sensors that stand for it. */
export type ProductVerdict = GoodsVerdict & { readonly product: Product };

/** The most careful of several verdicts; of equally careful ones, the first. */
export function mostCareful(products: readonly ProductVerdict[]): ProductVerdict {
  const rank = ({ recommendation }: ProductVerdict): number => recommendations.indexOf(recommendation);
  return products.reduce((most, each) => (rank(each) > rank(most) ? each : most));
}

/** Sentences about several products, as `namedSentences` has them. */
export function namedByProduct(
  products: readonly ProductVerdict[],
  sentencesOf: (product: ProductVerdict) => readonly string[],
): string[] {
  const own = products.map(({ product }) => product);
  return namedSentences(
    products.map((each) => ({ name: nameAmong(each.product, own), sentences: sentencesOf(each) })),
  );
}

/**
 * Sentences about several products, each with the product's name in front. What is true of every product stands once,
 * without a name, after the others.
 */
export function namedSentences(
  all: readonly { readonly name: string; readonly sentences: readonly string[] }[],
): string[] {
  const isShared = (sentence: string): boolean => all.every(({ sentences }) => sentences.includes(sentence));
  return [
    ...all.flatMap(({ name, sentences }) =>
      sentences.filter((each) => !isShared(each)).map((each) => `${name}: ${each}`),
    ),
    ...new Set(all[0]!.sentences.filter(isShared)),
  ];
}
