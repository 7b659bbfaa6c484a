import { describe, expect, test } from 'vitest';
import type { Recommendation } from '../../src/model/enumerations.ts';
import { type DecidedLots, type Fate, lotFatesInWords, lotFatesOf } from '../../src/model/lot-fates.ts';
import { productsOf } from '../../src/model/product.ts';
import { isSameDecision, proposalOf } from '../../src/model/proposed-decision.ts';

const product = (...lots: [lot: string | null, recommendation: Recommendation][]) => ({
  product: 'diluent',
  lots: lots.map(([lot, recommendation]) => ({ lot, recommendation })),
});
const proposed = (recommendation: Recommendation, ...products: ReturnType<typeof product>[]) =>
  proposalOf({ recommendation, products });

const part = (lots: string[], rejected?: string[]): DecidedLots => ({
  decision: 'partly-released',
  lots,
  ...(rejected !== undefined && { rejected }),
});

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
      'a product of which no lot is named, by its id',
      proposed('quarantine', product(['A', 'quarantine']), product([null, 'release'])),
      { decision: 'partly-released', lots: ['diluent'] },
    ],
    [
      'to keep all where only such a product could be released, and a lot is called as it is',
      proposed('quarantine', product(['diluent', 'quarantine']), product([null, 'release'])),
      { decision: 'quarantined', lots: [] },
    ],
    [
      'for each lot what is recommended for it',
      proposed('reject', product(['A', 'release'], ['B', 'quarantine']), product(['C', 'reject'])),
      { decision: 'partly-released', lots: ['A'], rejected: ['C'] },
    ],
    [
      'to keep in quarantine what is not rejected, where nothing is released',
      proposed('reject', product(['A', 'reject']), product(['B', 'quarantine'])),
      { decision: 'quarantined', lots: [], rejected: ['A'] },
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

test.each<[string, DecidedLots, [string | null, Fate][]]>([
  [
    'of a partial release, released, rejected or in quarantine',
    { decision: 'partly-released', lots: ['1'], rejected: ['3'] },
    [
      ['1', 'released'],
      ['2', 'quarantined'],
      ['3', 'rejected'],
    ],
  ],
  [
    'of a quarantine, rejected or in quarantine',
    { decision: 'quarantined', lots: [], rejected: ['3'] },
    [
      ['1', 'quarantined'],
      ['2', 'quarantined'],
      ['3', 'rejected'],
    ],
  ],
  [
    'of a rejection, rejected',
    { decision: 'rejected', lots: [] },
    [
      ['1', 'rejected'],
      ['2', 'rejected'],
      ['3', 'rejected'],
    ],
  ],
])('a lot is, %s', (_, decided, fates) => {
  const profile = { id: 'p', version: 1 };
  const products = productsOf({ goods: 'Insulin', profile, lots: ['1', '2', '3'] });
  expect(lotFatesOf(products, decided).map(({ key, fate }) => [key, fate])).toEqual(fates);
});

test('lots that only the decision names have a fate too, and so has the rest', () => {
  const products = productsOf({ goods: 'Insulin', profile: { id: 'p', version: 1 } });
  const fates = lotFatesOf(products, { decision: 'partly-released', lots: ['X'], rejected: ['Y'] });
  expect(fates.map(({ key, lot, fate }) => [key, lot, fate])).toEqual([
    ['X', { number: 'X' }, 'released'],
    ['Y', { number: 'Y' }, 'rejected'],
    [null, null, 'quarantined'],
  ]);
  expect(lotFatesOf(products, { decision: 'rejected', lots: [] }).map(({ fate }) => fate)).toEqual([
    'rejected',
  ]);
});

test.each<[string, DecidedLots, DecidedLots, boolean]>([
  ['in another order', part(['A', 'B'], ['C', 'D']), part(['B', 'A'], ['D', 'C']), true],
  ['with others rejected', part(['A'], ['C']), part(['A'], ['D']), false],
  ['with none rejected', part(['A'], ['C']), part(['A']), false],
  ['with others released', part(['A'], ['C']), part(['B'], ['C']), false],
])('two decisions are compared by what becomes of each lot: %s', (_, one, other, isSame) => {
  expect(isSameDecision(one, other)).toBe(isSame);
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
    ['c', 'quarantined'],
  ]);
  expect(lotFatesInWords(fates)).toBe(
    'A, lot 1: in quarantine; A, lot 2: released; B, lot 1: released; C: in quarantine',
  );
  const mixed = { decision: 'partly-released', lots: ['2'], rejected: ['b/1', 'c'] } as const;
  expect(lotFatesInWords(lotFatesOf(products, mixed))).toBe(
    'A, lot 1: in quarantine; A, lot 2: released; B, lot 1: rejected; C: rejected',
  );
  expect(lotFatesInWords(lotFatesOf(products, { decision: 'rejected', lots: [] }))).toBe(
    'A, lots 1, 2: rejected; B, lot 1: rejected; C: rejected',
  );
});
