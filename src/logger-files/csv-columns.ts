import { excerpt } from '../model/printable.ts';
import { shortened } from '../telemetry/unreadable.ts';
import { type Column, columnNames, columnUnder } from './column.ts';
import { namesDevice } from './devices.ts';
import { type FileAnswers, UnusableArgument, UnusableFile } from './logger-file.ts';

/** What the columns of a CSV file are. */
export type CsvColumns = {
  readonly columns: readonly Column[];
  /** The indexes of the columns that name a device. */
  readonly deviceIndexes: readonly number[];
  /** The columns that are not read, by name. */
  readonly others: readonly string[];
};

/**
 * Finds the columns by their headings; the column of times is known already. Columns that are not read are noted.
 *
 * @throws {UnusableFile} when no column is known, or two have the same quantity.
 */
export function csvColumnsOf(names: readonly string[], timeIndex: number, notes: string[]): CsvColumns {
  const deviceIndexes: number[] = [];
  const columns: Column[] = [];
  const others: string[] = [];
  for (const [index, name] of names.entries()) {
    const column = index === timeIndex ? null : columnUnder(name, index);
    if (column !== null) columns.push(column);
    else if (namesDevice(name)) deviceIndexes.push(index);
    else if (index !== timeIndex) {
      notes.push(`column ${excerpt(name)} is not read`);
      others.push(name === '' ? `column ${index + 1}` : shortened(name, 40));
    }
  }
  for (const { quantity, index } of columns)
    if (columns.some((other) => other.quantity === quantity && other.index < index))
      throw new UnusableFile(`it has two columns of ${quantity}; leave the one in that is meant`);
  if (columns.every(({ quantity }) => quantity === 'accuracy'))
    throw new UnusableFile(
      `it has no column that is known (found: ${shortened(names.join(', '), 200)}); known are ${columnNames.join(', ')}: write the heading of the one that is meant so, with its unit behind it, as temperature[degC]`,
    );
  return { columns, deviceIndexes, others };
}

/**
 * Refuses answers that contradict the heading, which says what each column is and in which unit.
 *
 * @throws {UnusableArgument} when another column or another unit was given.
 */
export function refuseOtherAnswers(
  { columns: meant = {}, unit }: FileAnswers,
  names: readonly string[],
  { columns, timeIndex }: { readonly columns: readonly Column[]; readonly timeIndex: number },
): void {
  for (const [quantity, name] of Object.entries(meant)) {
    const index = quantity === 'time' ? timeIndex : columns.find((each) => each.quantity === quantity)?.index;
    const isRead = index !== undefined && (name === names[index] || name === String(index + 1));
    if (!isRead)
      throw new UnusableArgument(
        `--column "${quantity}=${name}" contradicts its heading, by which ${index === undefined ? 'no column' : `column ${index + 1}, ${excerpt(names[index]!)},`} is the ${quantity}; leave --column out, or write the heading otherwise (found: ${shortened(names.join(', '), 200)})`,
      );
  }
  const temperature = columns.find(({ quantity }) => quantity === 'temperature');
  if (unit !== undefined && temperature !== undefined && unit.at(-1) !== temperature.unit.at(-1))
    throw new UnusableArgument(
      `--unit ${unit} contradicts its heading ${excerpt(names[temperature.index]!)}, which means ${temperature.unit}; leave --unit out, or write the heading as temperature[${unit}]`,
    );
}
