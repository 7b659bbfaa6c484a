import { expect, test } from 'vitest';
import type { DecidedLots } from '../../src/model/lot-fates.ts';
import type { Receipt } from '../../web/receive/decision-readiness.ts';
import { lotsToDecide, recommendedLots, signedLots } from '../../web/receive/lots-to-decide.ts';

const product = (id: string, ...numbers: string[]) => ({
  id,
  name: id,
  gtin: null,
  profile: 'warm@1',
  lots: numbers.map((number) => ({ number, quantity: null, expiry: null })),
});
const products = [product('a', 'L1', 'L2'), product('b', 'L1'), product('c')];
const judged = (id: string, ...lots: [lot: string | null, recommendation: string][]) => ({
  product: id,
  lots: lots.map(([lot, recommendation]) => ({ lot, recommendation })),
});
const receipt = {
  recommendation: 'quarantine',
  products: [
    judged('a', ['a/L1', 'release'], ['L2', 'reject']),
    judged('b', ['b/L1', 'quarantine']),
    judged('c', [null, 'release']),
  ],
} as unknown as Receipt;

test('each lot, and each product of which no lot is named, has the recommendation that is its own', () => {
  const lots = lotsToDecide({ products }, receipt);
  expect(lots.map(({ key, recommendation }) => [key, recommendation])).toEqual([
    ['a/L1', 'release'],
    ['L2', 'reject'],
    ['b/L1', 'quarantine'],
    ['c', 'release'],
  ]);
  expect(recommendedLots(lots)).toEqual({ lots: ['a/L1', 'c'], rejected: ['L2'] });
});

test('a lot has what the plan says of it, and the recommendation for all where none is its own', () => {
  const lots = [{ number: 'L1', quantity: 40, expiry: '2026-12-31' }];
  const of = (recommendation: string) =>
    lotsToDecide({ products: [{ ...product('a'), lots }] }, { recommendation } as Receipt);
  const lot = { key: 'L1', product: 'a', name: 'a', number: 'L1', quantity: 40, expiry: '2026-12-31' };
  for (const recommendation of ['release', 'quarantine', 'reject'])
    expect(of(recommendation)).toEqual([{ ...lot, recommendation }]);
});

test.each<[DecidedLots, readonly string[], readonly string[]]>([
  [{ decision: 'released', lots: [] }, ['a/L1', 'L2', 'b/L1', 'c'], []],
  [{ decision: 'rejected', lots: [] }, [], ['a/L1', 'L2', 'b/L1', 'c']],
  [{ decision: 'quarantined', lots: [], rejected: ['L2'] }, [], ['L2']],
  [{ decision: 'partly-released', lots: ['a/L1', 'c'], rejected: ['b/L1'] }, ['a/L1', 'c'], ['b/L1']],
])('a correction begins with what was signed of each lot: %j', (signed, lots, rejected) => {
  expect(signedLots({ products }, signed)).toEqual({ lots, rejected });
});
