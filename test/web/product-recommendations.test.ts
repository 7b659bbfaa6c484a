import { expect, test } from 'vitest';
import { reasonsOfNone } from '../../web/shipment/product-recommendations.tsx';

test('what is said of a product, or of all of them, stands with the products, and the rest of the shipment', () => {
  const product = (name: string, ...reasons: string[]) => ({
    id: name.toLowerCase(),
    name,
    profile: { id: 'warm', version: 1 },
    recommendation: 'release' as const,
    worst: null,
    reasons: [...reasons, 'The record is complete.'],
  });
  const products = [product('Serum', 'lid: Within limits.'), product('Vaccine', 'lid: Too warm.')];
  const reasons = [
    'Serum: lid: Within limits.',
    'Vaccine: lid: Too warm.',
    'The record is complete.',
    'A file could not be read.',
  ];
  expect(reasonsOfNone({ reasons, products })).toEqual(['A file could not be read.']);
  expect(reasonsOfNone({ reasons })).toEqual(reasons);
});
