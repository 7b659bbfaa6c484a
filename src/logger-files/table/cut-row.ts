import { hasNumber } from '../number-cells.ts';
import type { ChosenColumns } from './choose-columns.ts';
import type { Table } from './find-table.ts';

/**
 * Whether the last row is cut off: it has fewer cells than the row before it, its time is of another form, or its last
 * value has fewer decimals than all the others of its column.
 */
export function isCut({ rows, time }: Table, { columns }: ChosenColumns): boolean {
  const last = rows.at(-1)!;
  const before = rows.findLast(({ stamp }, index) => stamp !== null && index < rows.length - 1);
  if (before === undefined) return false;
  if (last.cells.length < before.cells.length) return true;
  const index = last.cells.length - 1;
  if ((time.indexes as readonly number[]).includes(index))
    return formOf(last.cells[index]!) !== formOf(before.cells[index] ?? '');
  if (!columns.some((column) => column.index === index)) return false;
  const others = new Set(
    rows
      .slice(0, -1)
      .flatMap(({ cells }) => (hasNumber(cells[index] ?? '') ? [decimalsOf(cells[index]!)] : [])),
  );
  return others.size === 1 && decimalsOf(last.cells[index]!) < [...others][0]!;
}

/** The form of a time: what separates its numbers and words, and how long the last number is. */
function formOf(time: string): string {
  const last = /\d+(?!.*\d)/.exec(time)?.[0].length;
  return `${time.replaceAll(/\d+/g, '0').replaceAll(/\p{L}+/gu, 'a')} ${last}`;
}

function decimalsOf(cell: string): number {
  return /[.,](\d*)/.exec(cell)?.[1]!.length ?? 0;
}
