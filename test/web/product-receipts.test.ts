import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Router } from 'wouter';
import { LotsByProduct } from '../../web/receive/lots-by-product.tsx';
import { ProductReceipts } from '../../web/receive/product-receipts.tsx';
import { elementsIn } from '../support/elements-in.ts';

type Products = Parameters<typeof ProductReceipts>[0]['products'];
type Lot = Products[number]['lots'][number];

const lot = (number: string | null, fields: Partial<Lot> = {}): Lot => ({
  lot: number,
  number,
  quantity: null,
  expiry: null,
  recommendation: 'release',
  allowances: [],
  ...fields,
});
const product = (id: string, lots: Lot[], fields: Partial<Products[number]> = {}): Products[number] => ({
  product: id,
  name: `Vaccine ${id}`,
  gtin: null,
  recommendation: 'release',
  judged: 'release',
  checks: [
    { id: 'rules', outcome: 'pass', sentence: `Limits of ${id} held.` },
    { id: 'allowances', outcome: 'pass', sentence: `Allowances of ${id} held.` },
  ],
  lots,
  ...fields,
});
const a = product('a', [
  lot('A1', { quantity: 40, expiry: '2027-03-31' }),
  lot('A2', { recommendation: 'quarantine' }),
  lot('A3', { recommendation: 'reject' }),
]);
const b = product('b', [lot('B1')]);
const shown = (...products: Products): string =>
  renderToStaticMarkup(
    createElement(Router, {
      ssrPath: '/',
      children: createElement(ProductReceipts, { shipment: 'S 1', products }),
    }),
  );

describe('the receipt by product', () => {
  test('shows the checks of each of several products, and those of the only one with the shipment', () => {
    expect(shown(a, b)).toContain('Limits of a held.');
    expect(shown(a, b)).toContain('Limits of b held.');
    expect(shown(a)).not.toContain('Limits of a held.');
    // They stand with the lots that they are about.
    expect(shown(a, b)).not.toContain('Allowances of');
  });

  test('proposes for each lot what is recommended for it', () => {
    const proposed = [...shown(a).matchAll(/class="proposed (\w+)">([^<]*)</g)].map(([, of, said]) => [
      of,
      said,
    ]);
    expect(proposed).toEqual([
      ['release', 'Release'],
      ['quarantine', 'Quarantine'],
      ['reject', 'Reject'],
    ]);
  });

  test('leads to what was used before where there are allowances', () => {
    const allowance = {
      allowance: 'warm',
      outcome: 'pass' as const,
      sentence: 'Within limits: 1 h.',
      total: 1,
      before: 0,
      here: 1,
      readmitted: 0,
      left: 0,
    };
    expect(shown(a, product('b', [lot('B1', { allowances: [allowance] })]))).toContain(
      '/shipments/S%201#before',
    );
    expect(shown(a, b)).not.toContain('#before');
  });
});

type Box = { readonly checked: boolean; readonly onChange: (event: object) => void };

test('of the lots to release some are chosen, one by one', () => {
  const seen: (readonly string[])[] = [];
  const boxes = elementsIn<Box>(
    LotsByProduct({
      products: [a, product('c', [lot(null)]), b],
      chosen: ['A1', 'B1'],
      onChange: (lots) => seen.push(lots),
    }),
    'input',
  );
  expect(boxes.map(({ checked }) => checked)).toEqual([true, false, false, true]);
  boxes[1]!.onChange({ target: { checked: true } });
  boxes[0]!.onChange({ target: { checked: false } });
  expect(seen).toEqual([['A1', 'B1', 'A2'], ['B1']]);
});
