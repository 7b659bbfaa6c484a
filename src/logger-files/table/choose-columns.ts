import { excerpt } from '../../model/printable.ts';
import { namesTemperatureUnit } from '../../telemetry/temperature-unit.ts';
import { shortened } from '../../telemetry/unreadable.ts';
import { type Column, columnAs, unitOf } from '../column.ts';
import { namesDevice } from '../devices.ts';
import { type ColumnQuantity, type FileAnswers, UnusableArgument, UnusableFile } from '../logger-file.ts';
import { isScaled, meaningOf } from './column-meaning.ts';
import { askColumn, quoted } from './ask-column.ts';
import { type ColumnSource, inspected, temperatureUnit } from './column-unit.ts';
import { columnsOf, indexOf, numericColumns, unexplained } from './find-columns.ts';
import { type Table, widthOf } from './find-table.ts';
import type { TableHint } from './table-hint.ts';

/** A column that is read, with where its unit comes from. */
export type ChosenColumn = Column & { readonly heading: string; readonly because: string };

/** What the columns of a table are. */
export type ChosenColumns = {
  readonly columns: readonly ChosenColumn[];
  readonly names: readonly string[];
  readonly deviceIndexes: readonly number[];
  /** The columns that are not read, by their indexes. */
  readonly others: readonly number[];
  /** The index of a column with the unit of each temperature; null if there is none. */
  readonly unitIndex: number | null;
};

const quantitiesRead = ['temperature', 'humidity', 'pressure', 'battery', 'latitude', 'longitude'] as const;

/**
 * Decides which columns are read, and in which units, by the user's answers, the headings, and what the vendor is known
 * to write.
 *
 * @throws {UnusableArgument} when several columns may be the temperature, none is known to be, or its unit is open.
 */
export function chooseColumns(table: Table, answers: FileAnswers, hint: TableHint | null): ChosenColumns {
  const width = Math.max(
    table.headings.length,
    ...table.rows.slice(0, inspected).map(({ cells }) => cells.length),
  );
  const names = namesOf(table, width);
  const isTime = new Set<number>(table.time.indexes);
  const meanings = Array.from({ length: width }, (_, index) => {
    const texts = table.headings[index] ?? [];
    return isTime.has(index) ? null : (hint?.meaningOf?.(texts, index) ?? meaningOf(texts));
  });
  const unitIndex = names.findIndex((_, index) =>
    (table.headings[index] ?? []).some((text) => namesTemperatureUnit(text)),
  );
  const source = { table, answers, hint, names, meanings, unitIndex: unitIndex < 0 ? null : unitIndex };
  refuseMissingCells(source);
  const columns: ChosenColumn[] = [];
  for (const quantity of quantitiesRead) {
    const index = indexOf(quantity, source);
    if (index !== null) columns.push(columnAt(index, quantity, source));
  }
  if (
    columns.every(
      ({ quantity }) => quantity === 'latitude' || quantity === 'longitude' || quantity === 'battery',
    )
  )
    throw noTemperature(source);
  refuseSeveralQuantities(source, isTime);
  const read = new Set([...isTime, ...columns.map(({ index }) => index)]);
  const rest = [...names.keys()].filter((index) => !read.has(index));
  return {
    columns,
    names,
    deviceIndexes: deviceIndexesOf(source, rest),
    others: rest.filter((index) => (table.headings[index] ?? []).length > 0),
    unitIndex: source.unitIndex,
  };
}

/** The columns that name devices: by their heading, or because one of their texts is the name that the user gave. */
function deviceIndexesOf({ table, answers: { device } }: ColumnSource, rest: readonly number[]): number[] {
  const named = rest.filter((index) => namesDevice(table.headings[index]?.at(-1) ?? ''));
  if (device === undefined) return named;
  const having = rest.filter((index) => table.rows.some(({ cells }) => cells[index] === device));
  return having.some((index) => named.includes(index)) ? named : [...named, ...having];
}

/**
 * Asks which rows are meant where a column says in every row what was measured, and not the same in all.
 *
 * @throws {UnusableArgument} when there is such a column and the user named no rows.
 */
function refuseSeveralQuantities({ table, answers, names }: ColumnSource, isTime: ReadonlySet<number>): void {
  if (answers.device !== undefined) return;
  const rows = table.rows.slice(0, inspected).filter(({ stamp }) => stamp !== null);
  for (const [index, name] of names.entries()) {
    const texts = new Set(isTime.has(index) ? [] : rows.map(({ cells }) => cells[index] ?? ''));
    if (texts.size < 2 || texts.size > quantitiesAtMost) continue;
    const quantities = new Set([...texts].map((text) => meaningOf([text])?.quantity ?? null));
    if (quantities.size < 2 || quantities.has(null)) continue;
    const candidates = [...texts].sort();
    throw new UnusableArgument(
      `its rows are of several quantities, ${candidates.map((text) => excerpt(text)).join(', ')} (in ${excerpt(name)}); say which rows are the temperatures of the goods, as --device ${quoted(candidates.find((text) => meaningOf([text])!.quantity === 'temperature') ?? candidates[0]!)}`,
      { question: { option: 'device', candidates } },
    );
  }
}

/** A column that says what was measured has at most this many texts. */
const quantitiesAtMost = 20;

/**
 * Asks for the temperature where a column that would be read has a heading and no cell in any row: a cell before it may
 * be missing, so that values stand under wrong headings.
 *
 * @throws {UnusableArgument} when there is such a column and the user named no temperature.
 */
function refuseMissingCells(source: ColumnSource): void {
  const { table, answers, names } = source;
  if (answers.columns?.temperature !== undefined) return;
  const width = widthOf(table);
  const missing = quantitiesRead
    .flatMap((quantity) => columnsOf(quantity, source))
    .find((index) => index >= width);
  if (missing === undefined) return;
  throw askColumn(
    `its rows have ${width} cells, and ${excerpt(names[missing]!)} is the heading of column ${missing + 1}, so that values may stand under wrong headings`,
    numericColumns(source).map((index) => String(index + 1)),
  );
}

/**
 * The names of columns for people and for `--column`: the heading, or the number where there is none or others share
 * it.
 */
function namesOf({ headings }: Table, width: number): string[] {
  const texts = Array.from({ length: width }, (_, index) => (headings[index] ?? []).join(' '));
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return texts.map((text, index) => (text === '' || counts.get(text)! > 1 ? String(index + 1) : text));
}

function noTemperature(source: ColumnSource): UnusableArgument {
  const { table, names } = source;
  const numeric = unexplained(source);
  const problem =
    table.headings.length === 0
      ? 'it has no heading over its columns of numbers'
      : 'none of its headings says which column is the temperature';
  return askColumn(
    problem,
    numeric.map((index) => names[index]!),
  );
}

function columnAt(index: number, quantity: ColumnQuantity, source: ColumnSource): ChosenColumn {
  const heading = source.names[index]!;
  if (quantity === 'temperature') {
    if (isScaled(source.table.headings[index] ?? []))
      throw new UnusableFile(
        `the heading ${excerpt(heading)} says that its numbers are multiples of a unit; export the temperatures in whole degrees with decimals`,
      );
    const { letter, because } = temperatureUnit(index, source);
    const unit = unitOf('temperature', letter)!;
    return { ...columnAs('temperature', index, unit.names[0], unit.convert), heading, because };
  }
  const named = source.meanings[index]?.unit ?? null;
  const unit = unitOf(
    quantity,
    named ?? (quantity === 'pressure' ? '' : quantity === 'humidity' || quantity === 'battery' ? '%' : '°'),
  );
  if (unit === undefined)
    throw new UnusableArgument(
      `the heading ${excerpt(heading)} names no unit of ${quantity} that is known; leave --column ${quantity}=… out`,
    );
  return { ...columnAs(quantity, index, unit.names[0], unit.convert), heading, because: 'heading' };
}

/** Describes a column for people: temperature in column 3 ("Temp, °C"), °C (heading). */
export function chosenInWords({ quantity, index, heading, unit, because }: ChosenColumn): string {
  const shown = heading === String(index + 1) ? '' : ` (${JSON.stringify(shortened(heading, 40))})`;
  return `${quantity} in column ${index + 1}${shown}, ${unit}${quantity === 'temperature' ? ` (${because})` : ''}`;
}
