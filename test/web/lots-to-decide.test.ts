import { expect, test } from 'vitest';
import type { DecidedLots } from '../../src/model/lot-fates.ts';
import { signedLots } from '../../web/receive/lots-to-decide.ts';

const profile = 'cold@1';
const product = (id: string, ...lots: string[]) => ({
  id,
  name: id,
  gtin: null,
  profile,
  lots: lots.map((number) => ({ number, quantity: null, expiry: null })),
  serials: [],
});
const shown = { products: [product('vaccine', 'A1', 'A2'), product('serum', 'A1'), product('diluent')] };

test.each<[DecidedLots, readonly string[], readonly string[]]>([
  [{ decision: 'released', lots: [] }, ['vaccine/A1', 'A2', 'serum/A1', 'diluent'], []],
  [{ decision: 'rejected', lots: [] }, [], ['vaccine/A1', 'A2', 'serum/A1', 'diluent']],
  [{ decision: 'quarantined', lots: [], rejected: ['A2'] }, [], ['A2']],
  [
    { decision: 'partly-released', lots: ['vaccine/A1', 'diluent'], rejected: ['serum/A1'] },
    ['vaccine/A1', 'diluent'],
    ['serum/A1'],
  ],
])('a correction begins with what was signed of each lot: %j', (signed, lots, rejected) => {
  expect(signedLots(shown as unknown as Parameters<typeof signedLots>[0], signed)).toEqual({
    lots,
    rejected,
  });
});
