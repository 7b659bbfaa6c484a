import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { FateTable } from '../../web/receive/fate-table.tsx';

/** The cells of each line. */
function linesOf(rows: Parameters<typeof FateTable>[0]['rows']): string[][] {
  const table = renderToStaticMarkup(createElement(FateTable, { rows }));
  const [, body] = table.split('<tbody>');
  return [...body!.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, line]) =>
    [...line!.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell!),
  );
}

test('a product is named at its first lot', () => {
  const a = { product: 'a', name: 'Vaccine A' };
  expect(
    linesOf([
      { ...a, lot: 'A1', fate: 'released' },
      { ...a, lot: 'A2', fate: 'quarantined' },
      { product: 'b', name: 'Serum', lot: null, fate: 'rejected' },
    ]),
  ).toEqual([
    ['Vaccine A', 'A1', 'released'],
    ['', 'A2', 'in quarantine'],
    ['Serum', 'no lot named', 'rejected'],
  ]);
});

test('products of one name are told apart, also where they have a lot of one number', () => {
  expect(
    linesOf([
      { product: 'vaccine', name: 'Vaccine', lot: 'X', fate: 'released' },
      { product: 'vaccine-2', name: 'Vaccine', lot: 'X', fate: 'quarantined' },
    ]),
  ).toEqual([
    ['Vaccine (vaccine)', 'X', 'released'],
    ['Vaccine (vaccine-2)', 'X', 'in quarantine'],
  ]);
});
