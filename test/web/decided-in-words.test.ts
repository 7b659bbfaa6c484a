import { expect, test } from 'vitest';
import type { DecidedLots } from '../../src/model/lot-fates.ts';
import type { Product } from '../../src/model/product.ts';
import { signedLotsInWords, signedWithLots } from '../../web/format/decided-in-words.ts';

const product = (id: string, ...lots: string[]): Product => ({
  id,
  name: id.toUpperCase(),
  profile: { id: 'cold', version: 1 },
  lots: lots.map((number) => ({ number })),
});
const mixed = [product('a', 'A1', 'A2'), product('b', 'B1'), product('diluent')];

test.each<[readonly Product[], DecidedLots, string]>([
  [mixed, { decision: 'released', lots: [] }, 'Released'],
  [mixed, { decision: 'quarantined', lots: [] }, 'Quarantined'],
  [
    mixed,
    { decision: 'partly-released', lots: ['A1', 'diluent'], rejected: ['B1'] },
    'Partly released: A1, diluent; partly rejected: B1; in quarantine: A2',
  ],
  [
    mixed,
    { decision: 'partly-released', lots: ['A1', 'A2'], rejected: ['B1', 'diluent'] },
    'Partly released: A1, A2; partly rejected: B1, diluent',
  ],
  [
    mixed,
    { decision: 'quarantined', lots: [], rejected: ['B1'] },
    'Quarantined: A1, A2, diluent; partly rejected: B1',
  ],
  [
    [product('goods', 'A1', 'A2')],
    { decision: 'partly-released', lots: ['A1'] },
    'Partly released: A1; in quarantine: A2',
  ],
  // What the plan does not name has no key.
  [
    [product('goods')],
    { decision: 'partly-released', lots: ['A1'] },
    'Partly released: A1; in quarantine: all others',
  ],
  [
    [product('x'), product('b', 'x', 'B1')],
    { decision: 'partly-released', lots: ['B1'] },
    'Partly released: B1; in quarantine: X, x',
  ],
])('a signed decision says what becomes of every lot: %#', (products, decided, words) => {
  expect(signedLotsInWords(products, decided)).toBe(words);
});

test.each<[DecidedLots, string]>([
  [{ decision: 'released', lots: [] }, 'Released'],
  [
    { decision: 'partly-released', lots: ['A1', 'diluent'], rejected: ['B1'] },
    'Partly released: A1, diluent; partly rejected: B1',
  ],
  [{ decision: 'quarantined', lots: [], rejected: ['B1'] }, 'Quarantined; partly rejected: B1'],
])('a signed decision in a list names what it released and rejected: %#', (decided, words) => {
  expect(signedWithLots(decided)).toBe(words);
});
