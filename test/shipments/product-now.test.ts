import { expect, test } from 'vitest';
import type { Product } from '../../src/model/product.ts';
import { openingRecorded } from '../../src/shipments/openings.ts';
import { predecessorsNamed, predecessorsRecorded } from '../../src/shipments/predecessors.ts';
import { productNow } from '../../src/shipments/product-now.ts';
import { cameFrom, cameFromNoMore, created, ledger, openingEntered, planChanged } from '../support/facts.ts';

const profile = { id: 'warm', version: 1 };
const product = (id: string, gtin: string | null = null): Product => ({
  id,
  name: id,
  gtin,
  profile,
  lots: [],
});
const plan = (...products: Product[]) => ({ products });
const gtin = '04012345123456';

test.each<[string, (Product[] | null)[], string, string | null]>([
  ['is the one with its id', [[product('a'), product('b')]], 'a', 'a'],
  ['is what replaced the goods', [null, [product('a')]], 'goods', 'a'],
  ['is the goods that replaced it', [[product('a')], null], 'a', 'goods'],
  [
    'is known by its trade item number',
    [
      [product('a', gtin), product('b')],
      [product('x', gtin), product('y')],
    ],
    'a',
    'x',
  ],
  ['is followed through every change', [null, [product('a')], [product('a'), product('b')]], 'goods', 'a'],
  ['cannot be told among several', [null, [product('a'), product('b')]], 'goods', null],
  ['was never there', [[product('a')]], 'z', null],
])('a product %s', (_, plans, id, expected) => {
  const [first, ...others] = plans.map((products) => (products === null ? {} : plan(...products)));
  const entries = ledger(created(first), ...others.map((each) => planChanged(each)));
  expect(productNow(entries, id)?.id ?? null).toBe(expected);
});

test('what was said of goods is of the product that replaced them', () => {
  const said = [created(), cameFrom(), openingEntered()];
  const replaced = ledger(...said, planChanged(plan(product('a'))));
  expect(predecessorsRecorded(replaced)).toMatchObject([
    { product: 'a', shipment: 'S-0', itsProduct: 'goods' },
  ]);
  expect(openingRecorded(replaced, 'a')?.opening).toMatchObject({ kind: 'unused' });
  const gone = ledger(...said, planChanged(plan(product('a'))), {
    ...cameFromNoMore(),
    product: 'a',
  });
  expect(predecessorsRecorded(gone)).toEqual([]);
  const goneBefore = ledger(...said, cameFromNoMore(), planChanged(plan(product('a'))));
  expect(predecessorsRecorded(goneBefore)).toEqual([]);
});

test('of goods that several products replaced nothing counts, and it is said', () => {
  const entries = ledger(created(), cameFrom(), planChanged(plan(product('a'), product('b'))));
  expect(predecessorsRecorded(entries)).toEqual([]);
  expect(predecessorsNamed(entries)).toMatchObject([
    { lapsed: 'was named for the product goods, which S-1 no longer has' },
  ]);
});

test('a code that this plan no longer has is said too', () => {
  const sscc = '340123450000000017';
  const entries = ledger(created({ sscc }), cameFrom({ by: 'sscc' }), planChanged({ sscc: null }));
  expect(predecessorsNamed(entries)).toMatchObject([
    { shipment: 'S-0', lapsed: `was named by SSCC ${sscc}, which S-1 no longer has` },
  ]);
});
