import { expect, test } from 'vitest';
import type { Recommendation } from '../../src/model/enumerations.ts';
import { reasonsByWeight } from '../../src/shipments/reasons-by-weight.ts';

const product = (id: string, recommendation: Recommendation, ...reasons: string[]) => ({
  id,
  name: id.startsWith('twin') ? 'Twin' : id,
  recommendation,
  reasons,
});

test('the reasons of the most careful products come first, otherwise in their order', () => {
  const products = [
    product('a', 'release', 'within', 'complete', 'of all'),
    product('b', 'quarantine', 'too warm', 'complete', 'of all'),
    product('c', 'reject', 'frozen', 'of all'),
    product('d', 'quarantine', 'too cold', 'of all'),
  ];
  const reasons = [
    'a: within',
    'a: complete',
    'b: too warm',
    'b: complete',
    'c: frozen',
    'd: too cold',
    'of all',
  ];
  const before = [...reasons];
  expect(reasonsByWeight(reasons, products)).toEqual([
    'c: frozen',
    'of all',
    'b: too warm',
    'b: complete',
    'd: too cold',
    'a: within',
    'a: complete',
  ]);
  expect(reasons).toEqual(before);
});

test('what is said of all comes first where the same is recommended for all', () => {
  const products = [
    product('a', 'quarantine', 'within', 'no record'),
    product('b', 'quarantine', 'inside', 'no record'),
  ];
  expect(reasonsByWeight(['a: within', 'b: inside', 'no record'], products)).toEqual([
    'no record',
    'a: within',
    'b: inside',
  ]);
});

test('products of one name are told apart', () => {
  const products = [product('twin-1', 'release', 'within'), product('twin-2', 'quarantine', 'too warm')];
  expect(reasonsByWeight(['Twin (twin-1): within', 'Twin (twin-2): too warm'], products)).toEqual([
    'Twin (twin-2): too warm',
    'Twin (twin-1): within',
  ]);
});

test('the reasons of one product keep their order', () => {
  const reasons = ['within', 'no record'];
  expect(reasonsByWeight(reasons, [product('a', 'quarantine', ...reasons)])).toBe(reasons);
  expect(reasonsByWeight(reasons)).toBe(reasons);
});
