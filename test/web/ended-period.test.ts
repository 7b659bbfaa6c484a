import { expect, test } from 'vitest';
import { rangeOf } from '../../web/board/period.ts';
import { viewAddressOf, viewQueryOf } from '../../web/board/view-address.ts';
import { fits, soughtWords } from '../../web/board/fits.ts';

const now = Date.parse('2026-03-04T22:10:00Z');
const nothing = { from: null, to: null };

test.each([
  ['7d', nothing, { from: '2026-02-25T22:00:00.000Z', to: null }],
  ['30d', nothing, { from: '2026-02-02T22:00:00.000Z', to: null }],
  ['month', nothing, { from: '2026-03-01T00:00:00.000Z', to: null }],
  ['last-month', nothing, { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' }],
  ['range', nothing, { from: null, to: null }],
  [
    'range',
    { from: '2026-02-27', to: '2026-02-28' },
    { from: '2026-02-27T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
  ],
  ['range', { from: 'yesterday', to: '2026-12-31' }, { from: null, to: '2027-01-01T00:00:00.000Z' }],
] as const)('the period %s of %o', (period, given, range) => {
  expect(rangeOf(period, given, now, true)).toEqual(range);
});

test('a view is saved with its page, and opens at its address', () => {
  expect(viewQueryOf('board', 'state=late&site=north&view=map&shipment=WH-1')).toBe('state=late&site=north');
  expect(viewQueryOf('ended', '?period=7d&find=A%20B')).toBe('list=ended&period=7d&find=A+B');
  expect(viewQueryOf('ended', '')).toBe('');
  expect(viewAddressOf('state=late&site=north')).toEqual({
    page: 'board',
    href: '/board?state=late&site=north',
  });
  expect(viewAddressOf('list=ended&period=7d')).toEqual({ page: 'ended', href: '/ended?period=7d' });
});

test.each([
  ['wh-40 plasma', true],
  ['swift', true],
  ['LOT-7', true],
  ['zurich basel', true],
  ['(00)340123450000000017', true],
  ['https://id.gs1.org/00/340123450000000017', true],
  ['box-3', true],
  ['plasma serum', false],
  ['  ', true],
])('words sought in a shipment: %s', (typed, isFound) => {
  const item = {
    shipment: 'WH-4003',
    goods: 'blood plasma',
    origin: 'Basel',
    destination: 'Zurich',
    site: 'north',
    sscc: '340123450000000017',
    vehicle: null,
    carrier: { name: 'Swift Carriers', phone: null, email: null },
    devices: ['box-3'],
    lots: ['LOT-7'],
    openAlarms: [],
    decision: null,
  };
  expect(fits(item as never, soughtWords(typed))).toBe(isFound);
});
