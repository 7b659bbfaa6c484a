import { expect, test } from 'vitest';
import type { Product } from '../../src/model/product.ts';
import { openingRecorded } from '../../src/shipments/openings.ts';
import { productNow } from '../../src/shipments/product-now.ts';
import { created, ledger, planChanged } from '../support/facts.ts';

const profile = { id: 'warm', version: 1 };
const [one, two] = ['04012345123456', '04012345123463'];
const product = (id: string, gtin: string | null): Product => ({ id, name: id, gtin, profile, lots: [] });
const opened = {
  kind: 'opening-entered',
  product: 'a',
  opening: { kind: 'unused', source: 'the maker' },
} as const;

test.each<[string, Product[][], string, string]>([
  ['whose id another product got', [[product('b', one)], [product('b', one), product('a', two)]], 'b', 'a'],
  ['that exchanged its id with another', [[product('b', one), product('a', two)]], 'b', 'a'],
])('what was entered of a product %s is not of that one', (_, changes, its, other) => {
  const entries = ledger(
    created({ products: [product('a', one)] }),
    opened,
    ...changes.map((products) => planChanged({ products })),
  );
  expect(openingRecorded(entries, its)).not.toBeNull();
  expect(openingRecorded(entries, other)).toBeNull();
});

test('a corrected trade item number leaves a product what it is, of which what was used before is entered again', () => {
  const entries = ledger(
    created({ products: [product('a', one), product('b', null)] }),
    opened,
    planChanged({ products: [product('a', two), product('b', null)] }),
  );
  expect(productNow(entries, 'a')?.id).toBe('a');
  expect(openingRecorded(entries, 'a')).toBeNull();
  expect(openingRecorded(ledger(...entries.map(({ fact }) => fact), opened), 'a')).not.toBeNull();
});

test.each<[string, string[], string[], boolean]>([
  ['is not of a lot that came later', ['1'], ['1', '2'], false],
  ['is not of another lot', ['1'], ['2'], false],
  ['is of the lots that are left', ['1', '2'], ['2'], true],
  ['is of all lots where none was named', [], ['1'], true],
])('what was entered of a product %s: %j, then %j', (_, before, after, isOf) => {
  const lots = (numbers: string[]) => numbers.map((number) => ({ number }));
  const entries = ledger(
    created({ products: [{ ...product('a', one), lots: lots(before) }] }),
    opened,
    planChanged({ products: [{ ...product('a', one), lots: lots(after) }] }),
  );
  expect(openingRecorded(entries, 'a') !== null).toBe(isOf);
});
