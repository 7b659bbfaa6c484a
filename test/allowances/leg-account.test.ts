import { expect, test } from 'vitest';
import { lotNumberOf } from '../../src/allowances/leg-account.ts';

test.each([
  ['goods/7', '7'],
  ['goods/goods/7', 'goods/7'],
  // The manufacturer's own number may begin like the product, or have a slash.
  ['goods7', 'goods7'],
  ['A/7', 'A/7'],
])('the key %s of a lot of the product goods has the number %s', (key, number) => {
  expect(lotNumberOf(key, 'goods')).toBe(number);
});
