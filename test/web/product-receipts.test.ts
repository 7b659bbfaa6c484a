import { type ReactElement, createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Router } from 'wouter';
import { DecideByLot } from '../../web/receive/decide-by-lot.tsx';
import type { LotChoices } from '../../web/receive/lot-choices.tsx';
import { ProductReceipts } from '../../web/receive/product-receipts.tsx';

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
const router = { ssrPath: '/' } as Parameters<typeof Router>[0];
const receipts = (products: Products, lacksLabel: boolean): string =>
  renderToStaticMarkup(
    createElement(Router, router, createElement(ProductReceipts, { shipment: 'S 1', products, lacksLabel })),
  );
const shown = (...products: Products): string => receipts(products, false);

describe('the receipt by product', () => {
  test('shows the checks of each of several products, and those of the only one with the shipment', () => {
    expect(shown(a, b)).toContain('Limits of a held.');
    expect(shown(a, b)).toContain('Limits of b held.');
    expect(shown(a)).not.toContain('Limits of a held.');
    // They stand with the lots that they are about.
    expect(shown(a, b)).not.toContain('Allowances of');
  });

  test('says once that nothing is released before the label is scanned', () => {
    const said = 'The label has not been scanned. Until it is, no release is recommended.';
    expect(receipts([a, b], true).split(said)).toHaveLength(2);
    expect(receipts([a, b], false)).not.toContain(said);
  });

  test('says of each lot what is recommended for it', () => {
    const proposed = [...shown(a).matchAll(/class="proposed (\w+)">([^<]*)</g)].map(([, of, said]) => [
      of,
      said,
    ]);
    expect(proposed).toEqual([
      ['release', 'Release recommended'],
      ['quarantine', 'Quarantine recommended'],
      ['reject', 'Rejection recommended'],
    ]);
  });

  test('says once what was used if that is the same of all lots, and by lot otherwise', () => {
    const used = (sentence: string) => ({
      allowances: [
        {
          allowance: 'warm',
          outcome: 'pass' as const,
          sentence,
          total: 1,
          before: 0,
          here: 1,
          readmitted: 0,
          left: 0,
        },
      ],
    });
    const said = (...sentences: string[]): string[] => {
      const lots = sentences.map((sentence, index) => lot(`A${index}`, used(sentence)));
      return [...shown(product('a', lots)).matchAll(/class="allowance pass">([^<]*)</g)].map(
        ([, each]) => each!,
      );
    };
    expect(said('1 h used.', '1 h used.')).toEqual(['1 h used.']);
    expect(said('1 h used.', '2 h used.')).toEqual(['1 h used.', '2 h used.']);
    expect(said('1 h used.')).toEqual(['1 h used.']);
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

type Choices = Parameters<typeof LotChoices>[0];

test('of lots each is decided by itself, in the order of the plan, and what was chosen for the others stays', () => {
  const toDecide = (key: string | null): Choices['lots'][number] => ({
    ...lot(key),
    key,
    product: 'a',
    name: 'Vaccine a',
  });
  const seen: object[] = [];
  const choices = DecideByLot({
    known: [toDecide('A1'), toDecide('A2'), toDecide(null), toDecide('B1')],
    chosen: { lots: ['A1'], rejected: ['B1'] },
    onChange: (chosen) => seen.push(chosen),
  }) as ReactElement<Choices>;
  const { fateOf, onChange } = choices.props;
  expect(['A1', 'A2', 'B1'].map(fateOf)).toEqual(['released', 'quarantined', 'rejected']);
  onChange('B1', 'released');
  onChange('A1', 'rejected');
  onChange('A1', 'quarantined');
  expect(seen).toEqual([
    { lots: ['A1', 'B1'], rejected: [] },
    { lots: [], rejected: ['A1', 'B1'] },
    { lots: [], rejected: ['B1'] },
  ]);
});
