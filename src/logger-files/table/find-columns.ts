import { temperatureUnitNamed } from '../../telemetry/temperature-unit.ts';
import { shortened } from '../../telemetry/unreadable.ts';
import { namesDevice } from '../devices.ts';
import { type ColumnQuantity, UnusableArgument } from '../logger-file.ts';
import { namesRowNumbers } from '../no-data.ts';
import { hasNumber } from '../number-cells.ts';
import { askColumn, quoted } from './ask-column.ts';
import { extremeOf } from './column-meaning.ts';
import { type ColumnSource, inspected, only } from './column-unit.ts';

/**
 * The index of the column that is read for a quantity, by the user's answer or the headings; null if there is none.
 *
 * @throws {UnusableArgument} when several columns may be the temperature, or the answer names none or several.
 */
export function indexOf(quantity: ColumnQuantity, source: ColumnSource): number | null {
  const { answers, names, table } = source;
  const meant = answers.columns?.[quantity];
  if (meant !== undefined) return indexNamed(quantity, meant, source);
  const found = columnsOf(quantity, source);
  const filled = found.filter((index) => table.rows.some(({ cells }) => hasNumber(cells[index] ?? '')));
  const inUnits = quantity === 'temperature' && found.length === 0 ? columnOfUnits(source) : [];
  const candidates = [...(filled.length === 0 ? found : filled), ...inUnits];
  if (candidates.length <= 1 || quantity !== 'temperature')
    return candidates.length === 1 ? candidates[0]! : null;
  throw askColumn(
    `it has several columns of temperatures`,
    candidates.map((index) => names[index]!),
  );
}

/** The columns of a quantity. Those of means count only where it has no others, and none of extremes. */
export function columnsOf(quantity: ColumnQuantity, { table, meanings }: ColumnSource): number[] {
  const all = [...meanings.keys()].filter((index) => meanings[index]?.quantity === quantity);
  const measured = all.filter((index) => meanings[index]!.isMean === undefined);
  return measured.length > 0 || table.headings.some((texts) => extremeOf(texts) === quantity)
    ? measured
    : all;
}

function indexNamed(quantity: ColumnQuantity, meant: string, { names, table }: ColumnSource): number {
  const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
  const exact = [...names.keys()].filter((index) => plain(names[index]!) === plain(meant));
  const byText = [...table.headings.keys()].filter((index) =>
    table.headings[index]!.some((text) => plain(text) === plain(meant)),
  );
  const found = exact.length > 0 ? exact : byText;
  if (found.length === 1) return found[0]!;
  const number = /^\d{1,3}$/.test(meant) ? Number(meant) : 0;
  if (found.length === 0 && number >= 1 && number <= names.length) return number - 1;
  throw new UnusableArgument(
    `--column ${quoted(`${quantity}=${meant}`)} names ${found.length === 0 ? 'no column' : 'several columns'}; the columns are ${names.map((name, index) => `${index + 1} ${JSON.stringify(shortened(name, 60))}`).join(', ')}`,
    {
      question: {
        option: 'column',
        quantity,
        candidates: found.length === 0 ? names : found.map((index) => String(index + 1)),
      },
    },
  );
}

/** The only column of numbers, where a column of units says that they are temperatures. */
function columnOfUnits(source: ColumnSource): readonly number[] {
  const { table, unitIndex } = source;
  const rows = table.rows.slice(0, inspected).filter(({ stamp }) => stamp !== null);
  if (
    unitIndex === null ||
    only(rows.map(({ cells }) => temperatureUnitNamed(cells[unitIndex] ?? ''))) === null
  )
    return [];
  const numeric = unexplained(source);
  return numeric.length === 1 ? numeric : [];
}

/** The columns of numbers of which nothing says what they are. */
export function unexplained(source: ColumnSource): number[] {
  return numericColumns(source).filter((index) => source.meanings[index] == null);
}

/** The columns in which most rows have a number that is no time, no name of a device and no number of the row. */
export function numericColumns({ table, names }: ColumnSource): number[] {
  const rows = table.rows.slice(0, inspected).filter(({ stamp }) => stamp !== null);
  return [...names.keys()].filter(
    (index) =>
      !(table.time.indexes as readonly number[]).includes(index) &&
      !(table.headings[index] ?? []).some((text) => namesRowNumbers(text) || namesDevice(text)) &&
      rows.filter(({ cells }) => hasNumber(cells[index] ?? '')).length * 2 > rows.length &&
      !isCounter(rows.map(({ cells }) => cells[index] ?? '')),
  );
}

/** Whether the texts number the rows. */
function isCounter(cells: readonly string[]): boolean {
  return (
    cells.length > 2 &&
    cells.every((cell, place) => place === 0 || Number(cell) === Number(cells[place - 1]) + 1)
  );
}
