import { describe, expect, test } from 'vitest';
import type { Product } from '../../src/model/product.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { predecessorsRecorded } from '../../src/shipments/predecessors.ts';
import { productNow } from '../../src/shipments/product-now.ts';
import { whatLinksProve } from '../../src/shipments/what-links-prove.ts';
import { arrived, at, cameFrom, created, departed, ledger, planChanged } from '../support/facts.ts';

const profile = { id: 'warm', version: 1 };
const [sscc, other] = ['340123450000000017', '340123450000000024'];
const product = (fields: Partial<Product> = {}): Product => ({
  id: 'a',
  name: 'A',
  gtin: '04012345123456',
  profile,
  lots: [],
  ...fields,
});
const withProducts = (products: Product[], code: string | null = null) => ({ products, sscc: code });
const later = (own: Product, code: string | null, ...facts: LedgerEvent[]) =>
  ledger(created(withProducts([own], code)), ...facts);
const earlier = (shipment: string, ...facts: LedgerEvent[]): Entry[] =>
  ledger(...facts).map((entry) => ({ ...entry, shipment }));

function proofs(entries: readonly Entry[], ...others: readonly (readonly Entry[])[]) {
  const links = predecessorsRecorded(entries);
  const ledgerOf = (id: string) => others.find(([first]) => first!.shipment === id) ?? [];
  return whatLinksProve(entries, productNow(entries, 'a')!, links, ledgerOf).map(
    ({ notProven }) => notProven && `${notProven.proves}: ${notProven.why}`,
  );
}
const named = (fields: Parameters<typeof cameFrom>[0]) =>
  cameFrom({ product: 'a', itsProduct: 'a', ...fields });

describe('a serial number proves where its own unit came from', () => {
  const from = (serials: string[], shipment = 'S-0') =>
    earlier(shipment, created(withProducts([product({ serials })])));
  const bySerial = (own: Partial<Product>, ...shipments: string[]) =>
    later(product(own), null, ...shipments.map((shipment) => named({ by: 'serial', shipment })));

  test.each<[string, Partial<Product>, string[][], (string | null)[]]>([
    ['all units of a product', { serials: ['1', '2'] }, [['2', '1', '9']], [null]],
    ['not the others', { serials: ['1', '2', '3'] }, [['1']], ['some units: 2 units: serial 2, 3']],
    ['all of them from two shipments', { serials: ['1', '2'] }, [['1'], ['2']], [null, null]],
    [
      'not the third, at either',
      { serials: ['1', '2', '3'] },
      [['1'], ['2']],
      ['some units: 1 unit: serial 3', 'some units: 1 unit: serial 3'],
    ],
    ['as many as the lots have', { serials: ['1'], lots: [{ number: 'L', quantity: 1 }] }, [['1']], [null]],
    [
      'not units without a serial number',
      {
        serials: ['1', '2'],
        lots: [{ number: 'L', quantity: 3 }, { number: 'M', quantity: 2 }, { number: 'N' }],
      },
      [['1']],
      [
        'some units: 4 units: serial 2; 3 without a serial number, and of other units of lot N, whose quantity is not known',
      ],
    ],
    [
      'not how many others a lot has whose quantity is not known',
      {
        serials: ['1'],
        lots: [{ number: 'L', quantity: 1 }, { number: 'M' }, { number: 'N', quantity: null }],
      },
      [['1']],
      ['some units: other units of lots M, N, whose quantity is not known'],
    ],
    [
      'and a sentence names ten',
      { serials: Array.from({ length: 14 }, (_, index) => `${index + 10}`) },
      [['10']],
      ['some units: 13 units: serial 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 3 more'],
    ],
    [
      'nothing once the other has it no longer',
      { serials: ['1'] },
      [['2']],
      ['nothing: was named by a serial number that the two no longer share'],
    ],
  ])('%s', (_, own, serials, expected) => {
    const others = serials.map((each, index) => from(each, `S-${index}0`));
    expect(proofs(bySerial(own, ...others.map(([first]) => first!.shipment)), ...others)).toEqual(expected);
  });

  test('only together with the same trade item number', () => {
    const its = earlier('S-0', created(withProducts([product({ gtin: '04012345123463', serials: ['1'] })])));
    expect(proofs(bySerial({ serials: ['1'] }, 'S-0'), its)).toEqual([
      'nothing: was named by a serial number that the two no longer share',
    ]);
  });
});

describe('an earlier shipment that was named by SSCC', () => {
  const entries = later(product(), sscc, named({ by: 'sscc' }));
  const its = (...changes: LedgerEvent[]) =>
    earlier('S-0', created(withProducts([product()], sscc)), ...changes);
  const changed = (products: Product[], code: string | null = sscc) =>
    planChanged(withProducts(products, code));

  test.each<[string, LedgerEvent[], string | null]>([
    ['counts', [], null],
    [
      'does not once it has another',
      [changed([product()], other)],
      `nothing: was named by SSCC ${sscc}, which it no longer has`,
    ],
    ['does again when that was mended', [changed([product()], other), changed([product()])], null],
    [
      'does not if its product is another one now',
      [changed([product({ gtin: '04012345123463' })])],
      `nothing: was named by SSCC ${sscc}, but it is no longer the same product or too long ago`,
    ],
    ['does if its product has another id now', [changed([product({ id: 'b' })])], null],
    [
      'does not if one of several products may be it',
      [changed([product({ id: 'b', gtin: null }), product({ id: 'c', gtin: null })])],
      'nothing: no longer has the product a',
    ],
  ])('%s', (_, changes, expected) => {
    expect(proofs(entries, its(...changes))).toEqual([expected]);
  });
});

test('an SSCC shows nothing of another product of the same box', () => {
  const box = [product(), product({ id: 'b', gtin: '04012345123463' })];
  const its = earlier('S-0', created(withProducts(box, sscc)));
  expect(proofs(later(product(), sscc, named({ by: 'sscc' })), its)).toEqual([null]);
  expect(proofs(later(product(), sscc, named({ by: 'sscc', itsProduct: 'b' })), its)).toEqual([
    `nothing: was named by SSCC ${sscc}, but it is no longer the same product or too long ago`,
  ]);
});

test('what a person named counts whatever codes there are, as long as the product is there', () => {
  const entries = later(product(), sscc, named({ itsProduct: 'goods' }));
  expect(proofs(entries, earlier('S-0', created({ sscc: other })))).toEqual([null]);
  const replaced = planChanged(withProducts([product({ id: 'x' }), product({ id: 'y' })]));
  expect(proofs(entries, earlier('S-0', created(), replaced))).toEqual([
    'nothing: no longer has the product goods',
  ]);
  expect(
    proofs(entries, earlier('S-0', created(), planChanged(withProducts([product({ id: 'x' })])))),
  ).toEqual([null]);
});

test('goods that departed together may have come with an earlier shipment, and not with one that departed later', () => {
  const entries = later(product(), null, departed(at(5)), named({}));
  const its = (minutes: number) => earlier('S-0', created(withProducts([product()])), departed(at(minutes)));
  expect(proofs(entries, its(5))).toEqual([null]);
  expect(proofs(entries, its(6))).toEqual([
    'nothing: departed later than the shipment with which its goods are said to have gone on',
  ]);
});

test('goods whose departure nobody declared came with nothing that departed after they had arrived', () => {
  const entries = later(product(), null, named({}), arrived(at(5)));
  const its = (minutes: number) => earlier('S-0', created(withProducts([product()])), departed(at(minutes)));
  expect(proofs(entries, its(5))).toEqual([null]);
  expect(proofs(entries, its(6))).toEqual([expect.stringContaining('nothing: departed later') as unknown]);
});
