import { expect, test } from 'vitest';
import type { Shown } from '../../web/shipment/shown.ts';
import { goodsIn } from '../../web/legs/goods-of.ts';

const shownWith = (fields: object): Shown => fields as Shown;

test('the lots of products are named by their keys', () => {
  const product = (id: string, ...numbers: string[]) => ({
    id,
    // Two products may have one name.
    name: 'Vaccine',
    gtin: null,
    profile: 'warm@2',
    lots: numbers.map((number) => ({ number, quantity: null, expiry: null })),
  });
  const plan = { products: [product('a', 'L1', 'L2'), product('b', 'L1')] };
  const profile = { id: 'warm', version: 2 };
  expect(goodsIn(shownWith({ plan, goods: 'Vaccine; Vaccine', lots: [], profile }))).toEqual([
    { id: 'a', name: 'Vaccine', gtin: null, lots: ['a/L1', 'L2'], profile },
    { id: 'b', name: 'Vaccine', gtin: null, lots: ['b/L1'], profile },
  ]);
});

test('a shipment without products has one', () => {
  const profile = { id: 'warm', version: 1 };
  expect(goodsIn(shownWith({ plan: {}, goods: 'Vaccine', lots: ['A1'], profile }))).toEqual([
    { id: 'goods', name: 'Vaccine', gtin: null, lots: ['A1'], profile },
  ]);
});
