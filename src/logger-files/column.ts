import { byScalarChannel } from '../model/channels/channels.ts';
import { type Unit, unconverted } from '../model/channels/scalar-channel.ts';
import { excerpt } from '../model/printable.ts';
import { quantities } from '../telemetry/payload-readings.ts';
import { type ColumnQuantity, UnusableFile } from './logger-file.ts';

/** The units in which a column may be given. The first is assumed where a heading names none. */
const units: { readonly [quantity in ColumnQuantity]: readonly Unit[] } = {
  ...byScalarChannel(({ units: own }) => own),
  latitude: [{ names: ['°', 'deg'], convert: unconverted }],
  longitude: [{ names: ['°', 'deg'], convert: unconverted }],
  accuracy: [{ names: ['m', 'meter', 'meters', 'metre', 'metres'], convert: unconverted }],
};
const heading = /^([a-z][a-z0-9]*)(?:\s*\[([^\]]*)\])?$/;

/** A column that is read: which cell of a row it is, and how its numbers are converted to the unit of its quantity. */
export type Column = {
  readonly quantity: ColumnQuantity;
  /** Position in the row, counted from 0. */
  readonly index: number;
  /** The unit as shown to people. */
  readonly unit: string;
  readonly convert: (this: void, value: number) => number;
  /** The range that is possible for the quantity. */
  readonly least: number;
  readonly most: number;
};

/** Builds a column whose numbers are converted by `convert`. */
export function columnAs(
  quantity: ColumnQuantity,
  index: number,
  unit: string,
  convert: (value: number) => number,
): Column {
  const bounds = quantity === 'accuracy' ? { least: -Infinity, most: Infinity } : quantities[quantity];
  return { quantity, index, unit, convert, ...bounds };
}

/** Finds a quantity's unit by its name, in any case; undefined if the unit is unknown. */
export function unitOf(quantity: ColumnQuantity, named: string): Unit | undefined {
  return units[quantity].find(({ names }) =>
    names.some((name) => name.toLowerCase() === named.toLowerCase()),
  );
}

/**
 * Parses a heading such as `temperature[degF]`; null if no such column is read.
 *
 * @throws {UnusableFile} when the quantity is known but its unit is not.
 */
export function columnUnder(name: string, index: number): Column | null {
  const match = heading.exec(name.toLowerCase());
  const quantity = match?.[1] as ColumnQuantity | undefined;
  if (quantity === undefined || !Object.hasOwn(units, quantity)) return null;
  const named = match![2]?.trim();
  const unit = named === undefined ? units[quantity][0] : unitOf(quantity, named);
  if (unit === undefined)
    throw new UnusableFile(
      `the unit of column ${excerpt(name)} is unknown; known are ${units[quantity].map(({ names }) => names[0]).join(', ')}`,
    );
  return columnAs(quantity, index, unit.names[0], unit.convert);
}

/** Whether a text names a column that is read, even if its unit is unknown. */
export function isColumnName(text: string): boolean {
  const quantity = heading.exec(text.trim().toLowerCase())?.[1];
  return quantity !== undefined && Object.hasOwn(units, quantity);
}

/** Units of temperature, pressure and other quantities that occur in files but are not supported. */
const otherUnits =
  /^(?:°[a-z]+|rankine|reaumur|réaumur|mmhg|inhg|torr|atm|mpa|[mu\u00b5\u03bc]?v|[mu\u00b5\u03bc]?a|ohm|Ω|ppm)$/i;

/** Whether a text is a unit of any quantity, supported or not. */
export function namesUnit(text: string): boolean {
  return (
    otherUnits.test(text) ||
    Object.keys(units).some((quantity) => unitOf(quantity as ColumnQuantity, text) !== undefined)
  );
}

/** The names of all columns that are read. */
export const columnNames = Object.keys(units);

/** Describes a column for people: "temperature in column 2, °C". */
export function columnInWords({ quantity, index, unit }: Column): string {
  return `${quantity} in column ${index + 1}, ${unit}`;
}
