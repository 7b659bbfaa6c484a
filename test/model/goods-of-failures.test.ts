import { expect, test } from 'vitest';
import { goodsOfFailures } from '../../src/model/goods-of-failures.ts';

test.each([
  [[{ product: 'vaccine', lots: ['A1'] }, { product: 'serum' }], 'vaccine lot A1, serum'],
  [[{ lots: ['A1', 'A2'] }, { lots: ['A1', 'A2'] }], 'lots A1, A2'],
  [[{ product: 'vaccine' }, {}], ''],
  [[], ''],
])('failures name their goods, unless one is about all: %j', (failed, words) => {
  expect(goodsOfFailures(failed)).toBe(words);
});
