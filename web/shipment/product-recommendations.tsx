import type { ReactNode } from 'react';
import { productTexts } from '../texts/products.ts';
import { texts } from '../texts.ts';
import { Reasons } from './reasons.tsx';
import type { Verdict } from './record.ts';

/** The reasons of a verdict that are of no product: those of the shipment as a whole. */
export function reasonsOfNone({
  reasons,
  products = [],
}: Pick<Verdict, 'reasons' | 'products'>): readonly string[] {
  const named = new Set(
    products.flatMap(({ name, reasons: own }) => [...own, ...own.map((each) => `${name}: ${each}`)]),
  );
  return reasons.filter((reason) => !named.has(reason));
}

/**
 * What is recommended for each product of a shipment and why; the shipment's own recommendation is the most careful of
 * them. Why a product may be released is folded away.
 */
export function ProductRecommendations({
  products,
}: {
  products: NonNullable<Verdict['products']>;
}): ReactNode {
  return (
    <ul className="product-list">
      {products.map(({ id, name, recommendation, reasons }) => (
        <li key={id}>
          <b>{name}</b>: {texts.recommendations[recommendation]}
          {recommendation === 'release' && reasons.length > 0 ? (
            <details>
              <summary>{productTexts.why}</summary>
              <Reasons reasons={reasons} />
            </details>
          ) : (
            <Reasons reasons={reasons} />
          )}
        </li>
      ))}
    </ul>
  );
}
