import { describe, expect, test } from 'vitest';
import type { Recommendation } from '../../src/model/enumerations.ts';
import { lotFatesInWords, lotFatesOf } from '../../src/model/lot-fates.ts';
import { proposalOf } from '../../src/model/proposed-decision.ts';

const product = (...lots: [lot: string | null, recommendation: Recommendation][]) => ({
  lots: lots.map(([lot, recommendation]) => ({ lot, recommendation })),
});
const proposed = (recommendation: Recommendation, ...products: ReturnType<typeof product>[]) =>
  proposalOf({ recommendation, products });

describe('what is proposed', () => {
  test.each<[string, ReturnType<typeof proposed>, ReturnType<typeof proposed>]>([
    ['without products, what is recommended', proposed('reject'), { decision: 'rejected', lots: [] }],
    [
      'a release where it is recommended for all lots',
      proposed('release', product(['A', 'release']), product([null, 'release'])),
      { decision: 'released', lots: [] },
    ],
    [
      'the lots for which a release is recommended, of one product too',
      proposed('quarantine', product(['A', 'release'], ['B', 'quarantine'])),
      { decision: 'partly-released', lots: ['A'] },
    ],
    [
      'to keep all where only goods without a lot could be released',
      proposed('quarantine', product(['A', 'quarantine']), product([null, 'release'])),
      { decision: 'quarantined', lots: [] },
    ],
    [
      'to reject only what is all to be rejected',
      proposed('reject', product(['A', 'reject']), product(['B', 'quarantine'])),
      { decision: 'quarantined', lots: [] },
    ],
    [
      'a rejection where it is recommended for all',
      proposed('reject', product(['A', 'reject']), product(['B', 'reject'])),
      { decision: 'rejected', lots: [] },
    ],
  ])('is %s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

test('every lot has a fate, and a number that two products have is told apart', () => {
  const profile = { id: 'p', version: 1 };
  const products = [
    { id: 'a', name: 'A', profile, lots: [{ number: '1' }, { number: '2' }] },
    { id: 'b', name: 'B', profile, lots: [{ number: '1' }] },
    { id: 'c', name: 'C', profile, lots: [] },
  ];
  const fates = lotFatesOf(products, { decision: 'partly-released', lots: ['b/1', '2'] });
  expect(fates.map(({ key, fate }) => [key, fate])).toEqual([
    ['a/1', 'quarantined'],
    ['2', 'released'],
    ['b/1', 'released'],
    [null, 'quarantined'],
  ]);
  expect(lotFatesInWords(fates)).toBe(
    'A, lot 1: in quarantine; A, lot 2: released; B, lot 1: released; C: in quarantine',
  );
  expect(lotFatesInWords(lotFatesOf(products, { decision: 'rejected', lots: [] }))).toBe(
    'A, lots 1, 2: rejected; B, lot 1: rejected; C: rejected',
  );
});
