import { describe, expect, test } from 'vitest';
import type { Product } from '../../src/model/product.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { sameProduct } from '../../src/shipments/same-product.ts';
import { arrivedBefore, departureOf, sameUnits } from '../../src/shipments/same-units.ts';
import { arrived, at, created, departed, ledger } from '../support/facts.ts';

const profile = { id: 'warm', version: 1 };
const sscc = '376104250021234569';
const gtin = '04012345123456';
const product = (fields: Partial<Product> = {}): Product => ({
  id: 'a',
  name: 'A',
  gtin,
  profile,
  lots: [],
  ...fields,
});
const shipmentWith = (products: readonly Product[], code: string | null = null, ...facts: LedgerEvent[]) =>
  ledger({ ...created(), sscc: code, products: [...products] }, ...facts);
const earlierWith = (...given: Parameters<typeof shipmentWith>): Entry[] =>
  shipmentWith(...given).map((entry) => ({ ...entry, shipment: 'S-0' }));
const found = (later: readonly Entry[], earlier: readonly Entry[]) =>
  sameUnits(later, earlier).map(({ product: own, itsProduct, by, lots }) => [own, itsProduct, by, lots]);
const dayMinutes = 24 * 60;

describe('units are the same', () => {
  test('of the same product under the same SSCC', () => {
    const two = [product(), product({ id: 'b', gtin: null })];
    expect(found(shipmentWith(two, sscc), earlierWith(two, sscc))).toEqual([
      ['a', 'a', 'sscc', null],
      ['b', 'b', 'sscc', null],
    ]);
    expect(found(shipmentWith(two, sscc), earlierWith(two, '376104250021234576'))).toEqual([]);
    expect(found(shipmentWith(two), earlierWith(two))).toEqual([]);
  });

  test.each([
    [364, 1],
    [365, 0],
  ])('under an SSCC, which may be used again after a year: %i days', (days, count) => {
    const later = shipmentWith([product()], sscc, departed(at(days * dayMinutes)));
    expect(found(later, earlierWith([product()], sscc, arrived(at(0))))).toHaveLength(count);
  });

  test('by a serial number together with the trade item number, and perhaps by lot', () => {
    const later = product({ serials: ['1', '2'], lots: [{ number: 'L1' }, { number: 'L2' }] });
    const its = product({ id: 'x', serials: ['2', '3'], lots: [{ number: 'L2' }] });
    expect(found(shipmentWith([later]), earlierWith([its]))).toEqual([
      ['a', 'x', 'serial', null],
      ['a', 'x', 'lot', ['L2']],
    ]);
    expect(found(shipmentWith([later]), earlierWith([{ ...its, gtin: '04012345123463' }]))).toEqual([]);
    expect(found(shipmentWith([{ ...later, gtin: null }]), earlierWith([{ ...its, gtin: null }]))).toEqual(
      [],
    );
  });
});

test.each<[string, Product, Product[], Product[], string | null]>([
  ['by its trade item number', product(), [product()], [product({ id: 'x' })], 'x'],
  ['by its id without one', product({ gtin: null }), [product()], [product({ id: 'b' }), product()], 'a'],
  ['as the only one', product({ gtin: null }), [product({ gtin: null })], [product({ id: 'x' })], 'x'],
  ['not where the number differs', product(), [product()], [product({ gtin: '04012345123463' })], null],
  ['not where there are several', product(), [product()], [product({ id: 'x' }), product({ id: 'y' })], null],
])('a product is known %s', (_, own, products, itsProducts, id) => {
  expect(sameProduct(own, products, itsProducts)?.id ?? null).toBe(id);
});

test('a shipment departs as declared, as planned, or when it was planned', () => {
  const plan = { departureAt: at(50), arrivalAt: null };
  const route = { plan } as NonNullable<ReturnType<typeof created>['route']>;
  const planned = ledger({ ...created(), route });
  expect(departureOf(ledger({ ...created(), route }, departed(at(70))))).toBe(at(70));
  expect(departureOf(planned)).toBe(at(50));
  expect(departureOf(ledger({ ...created() }))).toBe(at(0));
  expect([50, 51].map((minutes) => arrivedBefore(ledger(arrived(at(minutes))), planned))).toEqual([
    true,
    false,
  ]);
  expect(arrivedBefore(ledger(), planned)).toBe(false);
});
