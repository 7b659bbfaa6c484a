import {
  type RawValues,
  type Taker,
  type UnreadableValue,
  readValue,
  takeValues,
} from '../telemetry/payload-readings.ts';
import type { Column } from './column.ts';
import type { ColumnQuantity, LogFile } from './logger-file.ts';
import type { NumberCells } from './number-cells.ts';

/**
 * Reads the values of a row that has a time. An empty cell next to a measured value means that the value was not sent;
 * next to an unreadable value, or alone, it counts as unreadable too.
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
  takeValues(found satisfies RawValues, at, line, log);
  if (!isMeasured) for (const value of nothingIn(columns, found, at, line)) log.readings.push(value);
}

/** An unreadable value for every channel whose columns are all empty in the row. */
function nothingIn(
  columns: readonly Column[],
  found: RawValues,
  at: number,
  line: number,
): UnreadableValue[] {
  const given = new Set(Object.keys(found).map((quantity) => channelOf(quantity as ColumnQuantity)));
  const empty = new Set(columns.map(({ quantity }) => channelOf(quantity)));
  return [...empty].flatMap((channel) =>
    channel === null || given.has(channel)
      ? []
      : [{ channel, at, text: '', offScale: null, bound: null, line }],
  );
}

/** The channel of a quantity; null for the radius around a position, which is no channel on its own. */
function channelOf(quantity: ColumnQuantity): UnreadableValue['channel'] | null {
  if (quantity === 'accuracy') return null;
  return quantity === 'latitude' || quantity === 'longitude' ? 'location' : quantity;
}
