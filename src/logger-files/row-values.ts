import {
  type Found,
  type Taker,
  type UnreadableValue,
  readValue,
  takeFound,
} from '../telemetry/payload-readings.ts';
import type { Column, ColumnQuantity } from './column.ts';
import type { LogFile } from './logger-file.ts';
import type { NumberCells } from './number-cells.ts';

/**
 * Takes the values of a row that has a time. What stands empty beside a measured value was not sent; beside what cannot be
 * read, or alone, it could not be read either.
 */
export function takeRowValues(
  cells: readonly string[],
  columns: readonly Column[],
  numbers: NumberCells,
  at: number,
  line: number,
  log: LogFile<Taker>,
): void {
  const found: { [quantity in ColumnQuantity]?: unknown } = {};
  let isMeasured = false;
  for (const column of columns) {
    const cell = cells[column.index] ?? '';
    if (cell === '') continue;
    const { quantity } = column;
    const value = numbers.read(cell, column, line);
    found[quantity] = value;
    isMeasured ||= quantity !== 'accuracy' && typeof readValue(quantity, value) === 'number';
  }
  takeFound(found satisfies Found, at, line, log);
  if (!isMeasured) for (const value of nothingIn(columns, found, at, line)) log.readings.push(value);
}

/** An unreadable value of every channel that a row has columns for and nothing of. */
function nothingIn(columns: readonly Column[], found: Found, at: number, line: number): UnreadableValue[] {
  const given = new Set(Object.keys(found).map((quantity) => channelOf(quantity as ColumnQuantity)));
  const empty = new Set(columns.map(({ quantity }) => channelOf(quantity)));
  return [...empty].flatMap((channel) =>
    channel === null || given.has(channel)
      ? []
      : [{ channel, at, text: '', offScale: null, bound: null, line }],
  );
}

/** The channel of a quantity; of the radius around a position alone there is none. */
function channelOf(quantity: ColumnQuantity): UnreadableValue['channel'] | null {
  if (quantity === 'accuracy') return null;
  return quantity === 'latitude' || quantity === 'longitude' ? 'location' : quantity;
}
