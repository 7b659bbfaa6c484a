import { describe, expect, test } from 'vitest';
import type { Action } from '../../../src/shipments/actions/actions.ts';
import type { LedgerEvent } from '../../../src/shipments/ledger-event.ts';
import { refusalOf } from '../../../src/shipments/action-validation.ts';
import { followerOf, followersRecorded, isFollowerWithdrawn } from '../../../src/shipments/followers.ts';
import { openingRecorded } from '../../../src/shipments/openings.ts';
import { isPredecessorWithdrawn, predecessorsRecorded } from '../../../src/shipments/predecessors.ts';
import {
  at,
  cameFrom,
  cameFromNoMore,
  created,
  ledger,
  openingEntered,
  planChanged,
  readmitted,
} from '../../support/facts.ts';

const profile = { id: 'cold', version: 1 };
const [a, b] = [
  { id: 'a', name: 'Vaccine A', profile, lots: [{ number: '1' }, { number: '2' }] },
  { id: 'b', name: 'Vaccine B', profile, lots: [{ number: '2' }] },
];
const mixed = { ...created(), products: [a, b], lots: ['1', 'a/2', 'b/2'] };
const refusal = (step: Action, ...before: LedgerEvent[]) =>
  refusalOf(ledger(mixed, ...before), step, at(600));

describe('what was used before a shipment', () => {
  test.each<[string, Action]>([
    ['an earlier shipment', cameFrom({ product: 'a' })],
    ['one of some lots by their keys', cameFrom({ product: 'b', lots: ['b/2'] })],
    ['an opening', openingEntered({ kind: 'spent', spent: {}, cycles: 0, source: 'x' }, 'a')],
    ['a re-admission', readmitted({ product: 'a', lots: ['a/2'] })],
  ])('is recorded: %s', (_, step) => {
    expect(refusal(step)).toBeNull();
  });

  test.each<[string, Action, string]>([
    ['of another product', cameFrom(), 'this shipment has no product goods; its products are a, b'],
    [
      'of a lot of another product',
      readmitted({ product: 'a', lots: ['b/2'] }),
      'lot b/2 is not of the product a; its lots are 1, a/2',
    ],
    ['of no lot', readmitted({ product: 'a', lots: [] }), 'name the lots, or leave them out for all of them'],
    [
      'of itself',
      cameFrom({ product: 'a', shipment: 'S-1' }),
      'S-1 is this shipment; name the one that the goods came with before',
    ],
    [
      'that says nothing',
      openingEntered({ kind: 'spent', spent: {}, cycles: null, source: 'x' }, 'a'),
      'say how much was used: of an allowance, or freeze-thaw cycles',
    ],
    [
      'withdrawn that nobody named',
      cameFromNoMore(cameFrom({ product: 'a' })),
      'the product a is not said to have come from goods of S-0',
    ],
    [
      'withdrawn of another product',
      cameFromNoMore(cameFrom({ product: 'c' })),
      'this shipment has no product c; its products are a, b',
    ],
  ])('is refused: %s', (_, step, sentence) => {
    expect(refusal(step)).toBe(sentence);
  });

  test('is withdrawn once, for good: what a person withdrew is known', () => {
    const [named, gone] = [cameFrom({ product: 'a' }), cameFromNoMore(cameFrom({ product: 'a' }))];
    expect(refusal(gone, named)).toBeNull();
    expect(refusal(gone, named, gone)).toContain('is not said to have come');
    expect(predecessorsRecorded(ledger(mixed, named))).toHaveLength(1);
    expect(predecessorsRecorded(ledger(mixed, named, gone))).toEqual([]);
    expect(isPredecessorWithdrawn(ledger(mixed, named, gone), gone)).toBe(true);
    expect(isPredecessorWithdrawn(ledger(mixed, named), gone)).toBe(false);
    expect(predecessorsRecorded(ledger(mixed, named, gone, named))).toHaveLength(1);
  });

  test('has the opening that was entered last, for each product', () => {
    const entries = ledger(mixed, openingEntered({ kind: 'unused', source: 'x' }, 'a'), {
      ...openingEntered({ kind: 'unknown' }, 'a'),
    });
    expect(openingRecorded(entries, 'a')?.opening).toEqual({ kind: 'unknown' });
    expect(openingRecorded(entries, 'b')).toBeNull();
  });

  test('names each later shipment once', () => {
    const on = { kind: 'followed-by', shipment: 'S-2', product: 'a' } as const;
    const unknown = { shipment: 'S-2', ofProduct: null, ofLots: null };
    expect(followersRecorded(ledger(mixed, on, on, { ...on, product: 'b' }))).toEqual([
      { ...unknown, product: 'a' },
      { ...unknown, product: 'b' },
    ]);
  });
});

describe('goods that travel on', () => {
  const on = { kind: 'followed-by', shipment: 'S-2', product: 'x' } as const;
  const follower = { shipment: 'S-2', product: 'x', ofProduct: 'a', ofLots: null };
  const link = { ...cameFrom({ product: 'x', itsProduct: 'a' }), shipment: 'S-1' };

  test.each<[string, Partial<typeof link>, object]>([
    ['all lots of the later product', {}, { ofProduct: 'a' }],
    [
      'lots, by the keys that they have here',
      { lots: ['1', 'x/2'] },
      { ofProduct: 'a', ofLots: ['1', 'a/2'] },
    ],
    ['a lot that this shipment does not have', { lots: ['1', '3'] }, { ofProduct: 'a' }],
  ])('are recorded with the product that the link names, and its lots: %s', (_, fields, recorded) => {
    expect(followerOf(ledger(mixed), 'S-2', { ...link, ...fields })).toEqual({ ...on, ...recorded });
  });

  test('are recorded without a product where the plan names none', () => {
    const implied = ledger({ ...created(), lots: ['1'] });
    expect(followerOf(implied, 'S-2', { ...link, itsProduct: 'goods', lots: ['1'] })).toEqual({
      ...on,
      ofLots: ['1'],
    });
  });

  test('are those of the product as the plan has it now', () => {
    const own = { ...on, ofProduct: 'a', ofLots: ['a/2'] };
    expect(followersRecorded(ledger(mixed, own))).toEqual([{ ...follower, ofLots: ['a/2'] }]);
    const changed = (products: (typeof mixed)['products']) =>
      followersRecorded(ledger(mixed, own, planChanged({ products, lots: [] })));
    expect(changed([a])).toEqual([{ ...follower, ofLots: ['2'] }]);
    expect(changed([{ ...a, lots: [] }, b])).toEqual([follower]);
    expect(changed([b])).toEqual([{ ...follower, ofProduct: null }]);
  });

  test('are told apart by their lots, and what two entries say alike is there once', () => {
    const own = (lot: string) => ({ ...on, ofProduct: 'a', ofLots: [lot] });
    expect(followersRecorded(ledger(mixed, own('1'), own('a/2'), own('1')))).toEqual([
      { ...follower, ofLots: ['1'] },
      { ...follower, ofLots: ['a/2'] },
    ]);
  });

  test('are those of the only product where the entry names none', () => {
    const only = { ...created(), products: [a] };
    expect(followersRecorded(ledger(only, on))).toEqual([follower]);
    const more = planChanged({ products: [a, b] });
    expect(followersRecorded(ledger(only, on, more))).toEqual([follower]);
    expect(followersRecorded(ledger(mixed, on, planChanged({ products: [a] })))).toEqual([
      { ...follower, ofProduct: null },
    ]);
  });

  test('do not once the later shipment withdrew them, also where its product has another id since', () => {
    const [named, gone] = [cameFrom({ shipment: 'S-1' }), cameFromNoMore(cameFrom({ shipment: 'S-1' }))];
    const isWithdrawn = (product: string, ...facts: LedgerEvent[]) =>
      isFollowerWithdrawn(ledger(created(), ...facts), 'S-1', { product });
    const renamed = planChanged({ products: [a], lots: [] });
    expect(isWithdrawn('goods', named)).toBe(false);
    expect(isWithdrawn('goods', named, gone)).toBe(true);
    expect(isWithdrawn('goods', named, gone, named)).toBe(false);
    expect(isWithdrawn('goods', named, gone, renamed)).toBe(true);
    expect(isWithdrawn('a', named, gone, renamed)).toBe(true);
  });
});
