import { expect, test } from 'vitest';
import { renderProducts } from '../../src/cli/render-products.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { at, attached, created, ledger } from '../support/facts.ts';

const product = (id: string, fields: object = {}) => ({
  id,
  name: id.toUpperCase(),
  profile: { id: 'warm', version: 2 },
  lots: [],
  ...fields,
});

test('products are shown with their lots, and the sensors of the goods that stand for them, each once', () => {
  const products = [
    product('a', {
      gtin: '09506000134352',
      lots: [
        { number: 'A1', quantity: 1 },
        { number: 'A2', quantity: 40, expiry: '2027-03-31' },
        { number: 'A3' },
      ],
      serials: ['S1', 'S2'],
    }),
    product('b'),
  ];
  const entries = ledger(
    created({ products }),
    attached('lid', at(0), { products: ['a'] }),
    attached('lid', at(60), { products: ['a'] }),
    attached('box', at(0)),
    attached('floor', at(0), { role: 'spare', products: ['b'] }),
    attached('air', at(0), { role: 'ambient' }),
  );
  expect(renderProducts(products, attachmentsRecorded(entries))).toEqual([
    '  A, a, GTIN 09506000134352, warm@2',
    '    lot A1: 1 unit',
    '    lot A2: 40 units, expires 2027-03-31',
    '    lot A3',
    '    serial numbers S1, S2',
    '    monitored by lid, box',
    '  B, b, warm@2',
    '    monitored by box, floor (spare)',
  ]);
  expect(renderProducts([product('c')], [])).toEqual(['  C, c, warm@2', '    no sensor stands for it']);
});
