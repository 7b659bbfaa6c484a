import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import type { Verdict } from './record.ts';

/** What is recommended for each product of a shipment; the shipment's own recommendation is the most careful of them. */
export function ProductRecommendations({
  products,
}: {
  products: NonNullable<Verdict['products']>;
}): ReactNode {
  return (
    <ul className="product-list">
      {products.map(({ id, name, recommendation }) => (
        <li key={id}>
          <b>{name}</b>: {texts.recommendations[recommendation]}
        </li>
      ))}
    </ul>
  );
}
