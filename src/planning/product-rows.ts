import { fieldProblemsOf } from '../model/problems.ts';
import { shipmentSchema } from '../model/shipment.ts';
import type { KnownNames } from './known-names.ts';
import type { PlanField } from './plan-columns.ts';
import { type CellsByField, type PlanRow, emptyCell, readCells, refusalsOf } from './plan-row.ts';
import type { PlannedDay, PlannedTime } from './planned-times.ts';
import { type ListedProduct, addToProducts, isOfProduct } from './product-line.ts';

/** A line with its cells by field. */
export type NumberedCells = { readonly line: number; readonly cells: CellsByField };

/** Whether the lines of one shipment name its products one by one. */
export function isOfProducts(lines: readonly NumberedCells[]): boolean {
  return (
    lines.length > 1 ||
    lines.some(({ cells }) => ['gtin', 'quantity', 'expiry'].some((field) => cells.has(field as PlanField)))
  );
}

/**
 * Reads the lines of one shipment, each with a product or a further lot of one. What is said of the shipment stands in
 * any of them, and is the same wherever it does. The first line has the plan.
 */
export function readProductRows(
  lines: readonly [NumberedCells, ...NumberedCells[]],
  known: KnownNames,
  timeOf: (text: string) => PlannedTime,
  dayOf: (text: string) => PlannedDay,
): PlanRow[] {
  const [first] = lines;
  const problems: Problems = new Map(lines.map(({ line }) => [line, []]));
  const shared = sharedCells(lines, problems);
  const read = readCells(new Map([...shared].map(([field, { text }]) => [field, text])), known, timeOf);
  const lineOf = (field: string): number => shared.get(field as PlanField)?.line ?? first.line;
  for (const problem of read.problems) problems.get(lineOf(problem.field))!.push(problem);
  const products: ListedProduct[] = [];
  for (const each of lines) {
    const found = addToProducts(products, each, { known, dayOf });
    problems.get(each.line)!.push(...found);
  }
  const plan = {
    ...read.plan,
    products: products.map(({ name, gtin, profile, lots }) => ({
      name,
      gtin: gtin?.text ?? null,
      profile: profile?.text,
      lots: lots.map(({ number, quantity, expiry }) => ({ number, quantity, expiry })),
    })),
  };
  const { error } = shipmentSchema.safeParse(plan);
  if (error !== undefined) {
    const issues = error.issues.filter(({ path }) => path[0] !== 'products');
    for (const each of refusalsOf(
      { issues },
      new Map([...shared].map(([field]) => [field, ''])),
      read.problems,
    ))
      problems.get(lineOf(each.field))!.push(each);
    for (const issue of error.issues.filter(({ path }) => path[0] === 'products')) {
      const { line, field } = placeOf(issue.path, products, first.line);
      const own = problems.get(line)!;
      const [{ message } = { message: '' }] = fieldProblemsOf({ issues: [issue] });
      const isEmpty =
        field === 'profile' && !lines.some((each) => each.line === line && each.cells.has(field));
      if (!own.some((each) => each.field === field))
        own.push({ field, message: isEmpty ? emptyCell : message });
    }
  }
  return lines.map(({ line }) => {
    const isFirst = line === first.line;
    return {
      line,
      plan: isFirst ? plan : null,
      problems: problems.get(line)!,
      notes: isFirst ? read.notes : [],
      ...(!isFirst && { partOf: first.line }),
    };
  });
}

type Problems = Map<number, { field: string; message: string }[]>;
type Shared = Map<PlanField, { readonly text: string; readonly line: number }>;

/** What the lines say of the shipment. Two that contradict each other are refused. */
function sharedCells(lines: readonly NumberedCells[], problems: Problems): Shared {
  const shared: Shared = new Map();
  for (const { line, cells } of lines)
    for (const [field, text] of cells) {
      if (isOfProduct(field)) continue;
      const before = shared.get(field);
      if (before === undefined) shared.set(field, { text, line });
      else if (before.text !== text)
        problems.get(line)!.push({
          field,
          message: `${JSON.stringify(text)} here, and ${JSON.stringify(before.text)} in line ${before.line}: the lines of one shipment say the same, or leave the cell empty; give another shipment its own number`,
        });
    }
  return shared;
}

const columnOf: Readonly<Record<string, PlanField>> = {
  name: 'goods',
  gtin: 'gtin',
  profile: 'profile',
  number: 'lots',
  lots: 'lots',
  quantity: 'quantity',
  expiry: 'expiry',
};

/** The line and the field of a problem of the schema. */
function placeOf(
  [, index, list, place, ofLot]: readonly PropertyKey[],
  products: readonly ListedProduct[],
  firstLine: number,
): { line: number; field: string } {
  const product = products[Number(index)];
  if (product === undefined) return { line: firstLine, field: '' };
  const lot = list === 'lots' ? product.lots[Number(place)] : undefined;
  return { line: lot?.line ?? product.line, field: columnOf[String(ofLot ?? list)] ?? '' };
}
