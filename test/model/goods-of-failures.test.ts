import { expect, test } from 'vitest';
import { goodsOfFailures } from '../../src/model/goods-of-failures.ts';

const products = [{ id: 'vaccine', name: 'Vaccine A' }];

test.each([
  [[{ product: 'vaccine', lots: ['A1'] }, { product: 'serum' }], 'Vaccine A lot A1, serum'],
  [[{ lots: ['A1', 'A2'] }, { lots: ['A1', 'A2'] }], 'lots A1, A2'],
  [[{ product: 'vaccine' }, {}], ''],
  [[], ''],
])('failures name their goods, unless one is about all: %j', (failed, words) => {
  expect(goodsOfFailures(failed, products)).toBe(words);
});
