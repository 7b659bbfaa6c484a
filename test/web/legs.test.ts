import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { type ProductLegs, hasBefore } from '../../web/legs/legs.ts';
import { Onward } from '../../web/legs/onward.tsx';
import { onlySameProduct } from '../../web/legs/same-product.ts';
import { lackOfOpening, noOpening, openingOf } from '../../web/legs/opening-draft.ts';
import { noReadmission, readmitDraftName, readmittedOf } from '../../web/legs/readmit-draft.ts';
import { shareUsed, sumsOf } from '../../web/legs/sums.ts';
import { readCycles, readTime } from '../../web/legs/typed-time.ts';
import { Proposals } from '../../web/legs/where-from.tsx';
import { isPermitted } from '../../web/session/permitted.ts';
import { elementsIn } from '../support/elements-in.ts';
import { minute } from '../support/series.ts';

const hour = 60 * minute;
const used = (lot: string | null, sentence: string, more: object = {}) => ({
  lot,
  allowance: 'warm-12h',
  total: 12 * hour,
  before: 3 * hour,
  here: hour,
  readmitted: 0,
  left: 8 * hour,
  outcome: 'pass' as const,
  sentence,
  ...more,
});

test('a shipment with which goods travel on is named with the lots that do, where they are known', () => {
  const later = { shipment: null, name: 'a shipment of another site' };
  const textOf = (followedBy: Parameters<typeof Onward>[0]['followedBy']) =>
    renderToStaticMarkup(createElement(Onward, { title: 'Travels on with', followedBy })).replaceAll(
      /<[^>]*>/g,
      '',
    );
  expect(textOf([{ ...later, lots: ['A1', 'A2'] }])).toBe(
    'Travels on with a shipment of another site (lots A1, A2)',
  );
  expect(textOf([{ ...later, lots: null }])).toBe('Travels on with a shipment of another site');
  expect(textOf([])).toBe('');
});

test('there is something to say of other legs as soon as goods came, used, were re-admitted or travel on', () => {
  const nothing = { allowances: [], predecessors: [], opening: null, readmissions: [], followedBy: [] };
  const has = (more: object): boolean => hasBefore({ ...nothing, ...more } as unknown as ProductLegs);
  expect(has({})).toBe(false);
  for (const field of ['allowances', 'predecessors', 'readmissions', 'followedBy'])
    expect(has({ [field]: [{}] }), field).toBe(true);
  expect(has({ opening: {} })).toBe(true);
});

describe('what was used', () => {
  test('is summed up once for lots for which it is the same', () => {
    const sums = sumsOf([
      used('A1', 'x'),
      used('A1', 'x', { allowance: null }),
      used('A2', 'x'),
      used('A3', 'y'),
    ]);
    expect(sums.map(({ allowance, lots, sentence }) => [allowance, lots, sentence])).toEqual([
      ['warm-12h', ['A1', 'A2'], 'x'],
      [null, ['A1'], 'x'],
      ['warm-12h', ['A3'], 'y'],
    ]);
    expect(sumsOf([used(null, 'x')])[0]!.lots).toEqual([]);
  });

  test.each([
    [{ outcome: 'pass', left: 9, total: 12 }, 0.25],
    [{ outcome: 'pass', left: 0, total: 12 }, 1],
    [{ outcome: 'fail', left: -1, total: 12 }, 1],
    [{ outcome: 'pass', left: 0, total: 0 }, 0],
    // How much is left of what is unknown is unknown.
    [{ outcome: 'fail', left: 9, total: 12 }, null],
    [{ outcome: 'note', left: 12, total: 12 }, null],
  ] as const)('has a share where it is known: %j', (sum, share) => {
    expect(shareUsed(sum)).toBe(share);
  });
});

test.each([
  [{ hours: '3', minutes: '40' }, 220 * minute],
  [{ hours: '', minutes: '90' }, 90 * minute],
  [{ hours: ' 0 ', minutes: '' }, 0],
  [{ hours: '', minutes: '  ' }, null],
  [{ hours: '1.5', minutes: '' }, 'wrong'],
  [{ hours: '-1', minutes: '' }, 'wrong'],
  [{ hours: '1', minutes: 'x' }, 'wrong'],
])('a typed time is read: %j', (typed, ms) => {
  expect(readTime(typed)).toBe(ms);
});

test.each([
  ['2', 2],
  ['', null],
  ['0', 0],
  ['1.5', 'wrong'],
  ['one', 'wrong'],
])('a typed number of cycles is read: %j', (typed, cycles) => {
  expect(readCycles(typed)).toBe(cycles);
});

describe('what was used before', () => {
  const ids = ['warm-12h', 'cold-1h'];
  const source = 'Batch record 88';

  test('is sent as it was typed; what is left out is not sent', () => {
    const times = { 'warm-12h': { hours: '3', minutes: '40' }, gone: { hours: '9', minutes: '' } };
    const draft = { ...noOpening, kind: 'spent', times, source: ` ${source} ` } as const;
    expect(lackOfOpening(draft, ids)).toBeNull();
    expect(openingOf(draft, ids)).toEqual({
      kind: 'spent',
      spent: { 'warm-12h': 'PT220M' },
      cycles: null,
      source,
    });
    // That nothing was used is known, unlike what is left out.
    const none = { ...draft, times: { 'cold-1h': { hours: '0', minutes: '' } }, cycles: '0' };
    expect(openingOf(none, ids)).toMatchObject({ spent: { 'cold-1h': 'PT0M' }, cycles: 0 });
    expect(openingOf({ ...draft, kind: 'unused' }, ids)).toEqual({ kind: 'unused', source });
    expect(openingOf({ ...draft, kind: 'unknown' }, ids)).toEqual({ kind: 'unknown' });
  });

  test.each([
    [{}, 'Choose what is known.'],
    [{ kind: 'unused' }, 'Give the source.'],
    [{ kind: 'unused', source }, null],
    [{ kind: 'unknown' }, null],
    [{ kind: 'spent', source }, 'Enter how much was used.'],
    [{ kind: 'spent', source, cycles: 'one' }, 'Enter a whole number of cycles.'],
    [
      { kind: 'spent', source, times: { 'cold-1h': { hours: 'x', minutes: '' } } },
      'Enter whole hours and minutes.',
    ],
    [{ kind: 'spent', source, cycles: '0' }, null],
  ] as const)('lacks: %j', (typed, lack) => {
    expect(lackOfOpening({ ...noOpening, ...typed }, ids)).toBe(lack);
  });
});

test('what is re-admitted is time of an allowance or cycles, and something', () => {
  const typed = { ...noReadmission, time: { hours: '4', minutes: '' }, cycles: '1' };
  expect(readmittedOf(typed, 'warm-12h')).toEqual({ allowance: 'warm-12h', ms: 4 * hour });
  expect(readmittedOf(typed, null)).toEqual({ cycles: 1 });
  expect(readmittedOf(noReadmission, 'warm-12h')).toBeNull();
  expect(readmittedOf({ ...typed, cycles: '0' }, null)).toBeNull();
});

test('logistics and pharmacists of the site name earlier shipments; only pharmacists re-admit', () => {
  const may = (role: 'logistics' | 'pharmacist' | 'operations', site = 'north') =>
    (['name-predecessor', 'readmit-time'] as const).map((task) =>
      isPermitted({ roles: [role], sites: [site] }, task, 'north'),
    );
  expect(may('logistics')).toEqual([true, false]);
  expect(may('pharmacist')).toEqual([true, true]);
  expect(may('operations')).toEqual([false, false]);
  expect(may('pharmacist', 'south')).toEqual([false, false]);
});

test('a re-admission that is typed is kept for its product', () => {
  expect(readmitDraftName('S-1', 'a')).not.toBe(readmitDraftName('S-1', 'b'));
  expect(readmitDraftName('S-1', 'a')).not.toBe(readmitDraftName('S-2', 'a'));
});

test('of what is proposed a person may name what is of their own sites, if they may name any', () => {
  const proposal = (shipment: string | null) => ({
    shipment,
    itsProduct: shipment === null ? null : 'a',
    lots: null,
    by: 'sscc' as const,
    isOfAnotherSite: shipment === null,
    goods: null,
    departedAt: null,
    arrivedAt: null,
  });
  const proposals = [proposal('S-1'), proposal(null), proposal('S-2')];
  const named: string[] = [];
  const buttons = elementsIn<{ onClick: () => void }>(
    Proposals({ proposals, onName: (shipment) => named.push(shipment) }),
    'button',
  );
  for (const { onClick } of buttons) onClick();
  expect(named).toEqual(['S-1', 'S-2']);
  expect(elementsIn(Proposals({ proposals, onName: null }), 'button')).toEqual([]);
});

describe('the product of an earlier shipment that can be the same', () => {
  const serum = { id: 'serum', name: 'Serum', gtin: '1' };
  const plain = { id: 'serum', name: 'Serum', gtin: null };
  test.each<[string, typeof serum | typeof plain, (typeof serum | typeof plain)[], string | null]>([
    [
      'has the same GTIN, whatever its name',
      serum,
      [
        { ...plain, id: 'a', name: 'A' },
        { ...serum, id: 'b', name: 'B' },
      ],
      'b',
    ],
    [
      'has the same id where no GTIN is known',
      plain,
      [
        { ...serum, name: 'S' },
        { ...plain, id: 'b', name: 'B' },
      ],
      'serum',
    ],
    [
      'has the same name',
      plain,
      [
        { ...plain, id: 'a' },
        { ...plain, id: 'b', name: 'B' },
      ],
      'a',
    ],
    ['is the only one there', plain, [{ ...plain, id: 'goods', name: 'Drum' }], 'goods'],
    ['is not the only one there if that has another GTIN', serum, [{ ...serum, gtin: '2' }], null],
    [
      'is not guessed among several',
      plain,
      [
        { ...plain, id: 'a' },
        { ...plain, id: 'b' },
      ],
      null,
    ],
    [
      'is not guessed where none is alike',
      plain,
      [
        { ...plain, id: 'a', name: 'A' },
        { ...plain, id: 'b', name: 'B' },
      ],
      null,
    ],
  ])('%s', (_, own, its, expected) => {
    expect(onlySameProduct(own, its)?.id ?? null).toBe(expected);
  });
});
