import { expect, test } from 'vitest';
import { decidedLotsOf } from '../../src/shipments/decided-lots.ts';
import { at, created, ledger, signed } from '../support/facts.ts';

const profile = { id: 'warm', version: 1 };
const product = (id: string, ...numbers: string[]) => ({
  id,
  name: id,
  profile,
  lots: numbers.map((number) => ({ number })),
});
const decidedOf = (id: string, fields: Parameters<typeof signed>[0]) => {
  const products = [product('a', 'L1', 'L2'), product('b', 'L1'), product('c')];
  const entries = ledger(created({ products }), signed({ ledgerHead: 1, ...fields }));
  return decidedLotsOf(entries, id).map(({ lot, fate, recordedAt }) => [lot, fate, recordedAt]);
};

test('what was decided of the lots of a product names them by number, also where two products have one', () => {
  const partly = { decision: 'partly-released', lots: ['a/L1', 'c'], rejected: ['b/L1'] } as const;
  expect(decidedOf('a', partly)).toEqual([
    ['L1', 'released', at(1)],
    ['L2', 'quarantined', at(1)],
  ]);
  expect(decidedOf('b', partly)).toEqual([['L1', 'rejected', at(1)]]);
  expect(decidedOf('c', partly)).toEqual([[null, 'released', at(1)]]);
});

test('nothing is decided of a lot before a decision', () => {
  expect(decidedLotsOf(ledger(created()), 'goods')).toEqual([]);
});
