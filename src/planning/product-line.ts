import { readGtin } from '../model/gs1.ts';
import type { FieldProblem } from '../model/problems.ts';
import { type KnownNames, profileNamed } from './known-names.ts';
import type { PlanField } from './plan-columns.ts';
import { type CellsByField, emptyCell, isSpreadsheetError, listIn, spreadsheetError } from './plan-row.ts';
import type { PlannedDay } from './planned-times.ts';

/** A product of several lines, with the lines on which it stands. */
export type ListedProduct = {
  readonly name: string;
  readonly line: number;
  gtin: Placed | null;
  profile: Placed | null;
  readonly lots: {
    readonly number: string;
    readonly quantity: number | null;
    readonly expiry: string | null;
    readonly line: number;
  }[];
};

type Placed = { readonly text: string; readonly line: number };
type ProductField = Extract<PlanField, 'goods' | 'gtin' | 'profile' | 'lots' | 'quantity' | 'expiry'>;

const productFields: ReadonlySet<PlanField> = new Set([
  'goods',
  'gtin',
  'profile',
  'lots',
  'quantity',
  'expiry',
]);

/** Whether a column says something of a product, and not of the shipment. */
export function isOfProduct(field: PlanField): field is ProductField {
  return productFields.has(field);
}

/** Adds what a line says: a further product, or more of one that was named before. Returns what is wrong with it. */
export function addToProducts(
  products: ListedProduct[],
  { line, cells }: { readonly line: number; readonly cells: CellsByField },
  { known, dayOf }: { readonly known: KnownNames; readonly dayOf: (text: string) => PlannedDay },
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  /** A cell as it can be read; null where it is empty or refused. */
  const cellOf = <Value>(
    field: ProductField,
    read: (text: string) => { ok: true; value: Value } | { ok: false; reason: string },
  ): Value | null => {
    const text = cells.get(field);
    if (text === undefined) return null;
    const found = isSpreadsheetError(text)
      ? { ok: false as const, reason: spreadsheetError(text) }
      : read(text);
    if (found.ok) return found.value;
    problems.push({ field, message: found.reason });
    return null;
  };
  const name = cellOf('goods', (text) => ({ ok: true, value: text }));
  const gtin = cellOf('gtin', (text) => {
    const label = readGtin(text);
    return label.ok ? { ok: true, value: label.gtin } : label;
  });
  const profile = cellOf('profile', (text) => profileNamed(known, text));
  const quantity = cellOf('quantity', (text) =>
    /^[1-9]\d{0,8}$/.test(text)
      ? { ok: true, value: Number(text) }
      : { ok: false, reason: `must be a whole number of units, such as 120, found ${JSON.stringify(text)}` },
  );
  const expiry = cellOf('expiry', (text) => {
    const day = dayOf(text);
    return day.ok ? { ok: true, value: day.day } : day;
  });
  const numbers = cellOf('lots', (text) => ({ ok: true, value: listIn(text) })) ?? [];
  const detail = (['quantity', 'expiry'] as const).find((field) => cells.has(field));
  if (detail !== undefined && numbers.length === 0 && !cells.has('lots'))
    problems.push({ field: 'lots', message: `${emptyCell}, and the line has ${named[detail]} of a lot` });
  if (detail !== undefined && numbers.length > 1)
    problems.push({
      field: 'lots',
      message: `${numbers.length} lots are in the cell, and ${named[detail]} is that of one: give each lot a line of its own`,
    });
  if (name === null) {
    if (!cells.has('goods')) problems.push({ field: 'goods', message: emptyCell });
    return problems;
  }
  const before = products.find((each) => each.name === name && isSame(each.gtin, gtin));
  const product = before ?? { name, line, gtin: null, profile: null, lots: [] };
  if (before === undefined) products.push(product);
  else if (numbers.length === 0)
    problems.push({
      field: 'shipment',
      message: `${cells.get('shipment')} is in line ${before.line} already, with this product; give each shipment its own number, and each line of one a product or a lot of its own`,
    });
  if (profile !== null && product.profile !== null && product.profile.text !== profile)
    problems.push({
      field: 'profile',
      message: `${profile} here, and ${product.profile.text} in line ${product.profile.line}: a product has one set of storage limits`,
    });
  if (gtin !== null) product.gtin ??= { text: gtin, line };
  if (profile !== null) product.profile ??= { text: profile, line };
  product.lots.push(...numbers.map((number) => ({ number, quantity, expiry, line })));
  return problems;
}

const named = { quantity: 'the quantity', expiry: 'the expiry day' } as const;

/** Two lines of one name are of one product unless their trade item numbers differ. */
function isSame(known: Placed | null, gtin: string | null): boolean {
  return known === null || gtin === null || known.text === gtin;
}
