import type { CsvRow } from '../csv-rows.ts';
import { hasNumber } from '../number-cells.ts';
import { askColumn } from './ask-column.ts';
import { type Table, lengthOf } from './find-table.ts';
import type { TableToRead } from './table-to-read.ts';

/**
 * A table without its heading, if its rows have more cells than that and the user names the column by its number: the
 * names then may stand over other columns than theirs.
 *
 * @throws {UnusableArgument} when the rows have more cells and no number is given.
 */
export function withoutNarrowHeading(table: Table, { answers, isCommaSeparated }: TableToRead): Table {
  const width = table.headings.length;
  const rows = table.rows.filter(({ stamp }) => stamp !== null);
  const wider = rows.filter(({ cells }) => lengthOf(cells) > width);
  if (width === 0 || wider.length * 2 <= rows.length) return table;
  const hasDecimals = ({ cells }: CsvRow): boolean =>
    cells.some(
      (cell, index) =>
        !(table.time.indexes as readonly number[]).includes(index) && /^\D?\d+[.,]\d+$/.test(cell),
    );
  // Without decimals, their commas are what makes the rows longer; such rows are refused.
  if (isCommaSeparated && !rows.some(hasDecimals)) return table;
  if (/^\d+$/.test(answers.columns?.temperature ?? '')) return { ...table, headings: [] };
  const numeric = [...wider[0]!.cells.keys()].filter((index) => hasNumber(wider[0]!.cells[index]!));
  throw askColumn(
    `its rows have ${lengthOf(wider[0]!.cells)} cells under ${width} headings, so that values may stand under wrong headings; its columns of numbers`,
    numeric
      .filter((index) => !(table.time.indexes as readonly number[]).includes(index))
      .map((index) => String(index + 1)),
  );
}
