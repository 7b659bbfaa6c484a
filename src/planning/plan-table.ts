import { UnusableArgument, UnusableFile } from '../logger-files/logger-file.ts';
import { checkTimeZone } from '../logger-files/zone.ts';
import type { FieldProblem } from '../model/problems.ts';
import type { KnownNames } from './known-names.ts';
import { type TableRow, openPlanTable } from './open-plan-table.ts';
import {
  type PlanColumn,
  type PlanField,
  columnNamed,
  headingsInWords,
  planColumns,
} from './plan-columns.ts';
import { type PlanRow, readPlanRow } from './plan-row.ts';
import { plannedDaysIn, plannedTimesIn } from './planned-times.ts';
import { type NumberedCells, isOfProducts, readProductRows } from './product-rows.ts';

/** A table of plans, as it was read. */
export type PlanTable = {
  /** The columns in the order of the table: the heading as it is there, and the field that it names. */
  readonly columns: readonly { readonly heading: string; readonly field: PlanField }[];
  /**
   * The lines below the heading, empty ones left out. What is wrong with the table as a whole is a problem of the line
   * of its heading, and then no other line is read.
   */
  readonly rows: readonly PlanRow[];
};

/** The most shipments of one table: as many as the API plans at once. */
export const mostPlansOfTable = 100;
/** The most lines of one table: shipments of several products have some each. */
export const mostLinesOfTable = 2000;
/** The most columns with anything in them; every one that is unknown is named. */
const mostColumns = 200;

/**
 * Reads a table of shipments, one a line, or a line for each product or lot: CSV with commas, semicolons or tabs, a text pasted from a spreadsheet, or an
 * XLSX workbook. `name` is how people call it. It never throws for what a file holds: each problem is in its line.
 */
export async function readPlanTable(
  given: Uint8Array | string,
  name: string,
  known: KnownNames,
): Promise<PlanTable> {
  try {
    if (known.zone !== null) checkTimeZone(known.zone);
    return readRows(await openPlanTable(given), known);
  } catch (cause) {
    if (!(cause instanceof UnusableFile || cause instanceof UnusableArgument)) throw cause;
    return {
      columns: [],
      rows: [refusedAt(1, [{ field: '', message: `${name} cannot be read: ${cause.message}` }])],
    };
  }
}

function readRows([heading, ...lines]: readonly TableRow[], known: KnownNames): PlanTable {
  if (heading === undefined)
    throw new UnusableFile(
      `nothing is in it; the first line names the columns, such as ${headingsInWords()}`,
    );
  const width = [heading, ...lines].reduce((widest, row) => Math.max(widest, filledCells(row)), 0);
  if (width > mostColumns)
    throw new UnusableFile(`it has ${width} columns, far more than the ${planColumns.length} that are known`);
  const placed = columnsOf(heading.cells.slice(0, width), lines);
  const columns = placed.columns.map(({ heading: text, column }) => ({ heading: text, field: column.field }));
  if (placed.problems.length > 0) return { columns, rows: [refusedAt(heading.line, placed.problems)] };
  if (lines.length === 0)
    return {
      columns,
      rows: [refusedAt(heading.line, [{ field: '', message: 'no shipment is below the heading' }])],
    };
  const all = lines
    .slice(0, mostLinesOfTable)
    .map((row) => ({ row, line: row.line, cells: cellsByField(row, placed.columns) }));
  const shipments = byShipment(all);
  const planned = shipments.slice(0, mostPlansOfTable);
  const textsOf = (...fields: PlanField[]): string[] =>
    planned.flat().flatMap(({ cells }) => fields.flatMap((field) => cells.get(field) ?? []));
  const timeOf = plannedTimesIn(known.zone, textsOf('plannedDeparture', 'plannedArrival'));
  const dayOf = plannedDaysIn(textsOf('expiry'));
  const rows = planned.flatMap((ofOne) => {
    const read = isOfProducts(ofOne)
      ? readProductRows(ofOne, known, timeOf, dayOf)
      : [readPlanRow(ofOne[0].cells, ofOne[0].line, known, timeOf)];
    return allOrNone(read.map((each, index) => withoutSurplus(each, ofOne[index]!.row, heading)));
  });
  return {
    columns,
    rows: [...rows.toSorted((one, other) => one.line - other.line), ...surplusOf(lines, shipments)],
  };
}

/** Says where a table is too large; nothing of it is planned then. */
function surplusOf(lines: readonly TableRow[], shipments: readonly (readonly Line[])[]): PlanRow[] {
  const divide = (line: number, has: string, most: number): PlanRow =>
    refusedAt(line, [
      { field: '', message: `the table has ${has}, and at most ${most} are planned at once: divide it` },
    ]);
  const line = lines[mostLinesOfTable];
  if (line !== undefined) return [divide(line.line, `${lines.length} lines`, mostLinesOfTable)];
  const surplus = shipments[mostPlansOfTable]?.[0];
  return surplus === undefined
    ? []
    : [divide(surplus.line, `${shipments.length} shipments`, mostPlansOfTable)];
}

type Line = NumberedCells & { readonly row: TableRow };

/** The lines of each shipment, in the order in which they begin. A line without a number is one of its own. */
function byShipment(lines: readonly Line[]): (readonly [Line, ...Line[]])[] {
  const shipments = new Map<unknown, [Line, ...Line[]]>();
  for (const line of lines) {
    const number = line.cells.get('shipment') ?? line;
    const before = shipments.get(number);
    if (before === undefined) shipments.set(number, [line]);
    else before.push(line);
  }
  return [...shipments.values()];
}

/** A shipment with a line that is wrong is not planned. */
function allOrNone(rows: readonly PlanRow[]): readonly PlanRow[] {
  if (rows.every(({ problems }) => problems.length === 0)) return rows;
  return rows.map((row) => ({ ...row, plan: null, notes: [] }));
}

type PlacedColumn = { readonly heading: string; readonly index: number; readonly column: PlanColumn };

function columnsOf(
  headings: readonly string[],
  lines: readonly TableRow[],
): { columns: PlacedColumn[]; problems: FieldProblem[] } {
  const columns: PlacedColumn[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, given] of headings.entries()) {
    const heading = given.trim();
    const column = columnNamed(heading);
    const before = columns.find((each) => each.column === column);
    if (heading === '') {
      const filled = lines.find((row) => (row.cells[index] ?? '').trim() !== '');
      if (filled !== undefined)
        problems.push({
          field: '',
          message: `column ${index + 1} has no heading, and line ${filled.line} has a value in it: name it, or leave it out`,
        });
    } else if (column === null)
      problems.push({
        field: '',
        message: `the heading ${JSON.stringify(heading.slice(0, 80))} is unknown; known are ${headingsInWords()}`,
      });
    else if (before !== undefined)
      problems.push({
        field: column.field,
        message: `the headings ${JSON.stringify(before.heading)} and ${JSON.stringify(heading)} name the same: leave one of them out`,
      });
    else columns.push({ heading, index, column });
  }
  for (const each of planColumns)
    if (each.isRequired && !columns.some(({ column }) => column === each))
      problems.push({
        field: each.field,
        message: `no column has the heading ${each.headings.map((heading) => JSON.stringify(heading)).join(' or ')}; the first line names the columns`,
      });
  return { columns, problems };
}

function cellsByField({ cells }: TableRow, columns: readonly PlacedColumn[]): Map<PlanField, string> {
  const byField = new Map<PlanField, string>();
  for (const { index, column } of columns) {
    const text = (cells[index] ?? '').trim();
    if (text !== '') byField.set(column.field, text);
  }
  return byField;
}

/** The cells of a row up to the last one with anything in it. */
function filledCells({ cells }: Pick<TableRow, 'cells'>): number {
  return cells.findLastIndex((cell) => cell.trim() !== '') + 1;
}

/** A line with more cells than the heading has a delimiter within a text, so that nothing of it is sure. */
function withoutSurplus(row: PlanRow, { cells, line }: TableRow, heading: TableRow): PlanRow {
  const filled = filledCells({ cells });
  if (filled <= heading.cells.length) return row;
  return refusedAt(line, [
    {
      field: '',
      message: `the line has ${filled} cells, and the heading has ${heading.cells.length}: put a text that has the separator of the cells in it between quotation marks`,
    },
  ]);
}

function refusedAt(line: number, problems: readonly FieldProblem[]): PlanRow {
  return { line, plan: null, problems, notes: [] };
}
