import { type FileAnswers, UnusableArgument, dateOrders } from '../logger-files/logger-file.ts';
import { type Format, formats } from '../logger-files/formats.ts';
import { momentGiven } from '../logger-files/moment-given.ts';
import { checkTimeZone } from '../logger-files/zone.ts';
import { columnQuantities, temperatureUnits } from './define-file-options.ts';
import { unusableArguments } from './exit-status.ts';

/** Parses `--time-zone`. */
function zoneOf(zone: string | undefined): string | null {
  try {
    return zone === undefined ? null : checkTimeZone(zone);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(cause.message, cause);
    throw cause;
  }
}

/** Parses an option that can only have one of a few values. */
function oneOf<Value extends string>(
  option: string,
  text: string | undefined,
  known: readonly Value[],
): Value | undefined {
  if (text === undefined) return undefined;
  const value = known.find((each) => each === text);
  if (value === undefined)
    throw unusableArguments(`${option} ${text} is unknown; known are ${known.join(', ')}`);
  return value;
}

/** Parses every `--column`. */
function columnsOf(given: readonly string[]): FileAnswers['columns'] {
  const columns: { [quantity in (typeof columnQuantities)[number]]?: string } = {};
  for (const text of given) {
    const separator = text.indexOf('=');
    const name = text.slice(separator + 1).trim();
    if (separator < 0 || name === '')
      throw unusableArguments(
        `--column ${text} must be a quantity and the heading or number of its column, as temperature=Probe`,
      );
    const quantity = oneOf('--column', text.slice(0, separator).trim(), columnQuantities)!;
    if (columns[quantity] !== undefined)
      throw unusableArguments(`--column ${quantity} is given twice, as ${columns[quantity]} and ${name}`);
    columns[quantity] = name;
  }
  return columns;
}

/** The command line's options on how to read files. */
export type FileOptions = {
  timeZone?: string;
  format?: string;
  decimal?: string;
  device?: string;
  column?: string[];
  unit?: string;
  dateOrder?: string;
  sheet?: string;
};

/** The same options, parsed and checked. */
export type ReadingOptions = {
  readonly format: Format | null;
  readonly timeZone: string | null;
  readonly answers: FileAnswers;
};

/**
 * Parses the options on how to read files.
 *
 * @throws {CommandError} when one is invalid.
 */
export function readingOptionsOf(options: FileOptions): ReadingOptions {
  return {
    format: oneOf('--format', options.format, formats) ?? null,
    timeZone: zoneOf(options.timeZone),
    answers: {
      decimal: oneOf('--decimal', options.decimal, ['point', 'comma']),
      device: options.device,
      columns: options.column && columnsOf(options.column),
      unit: oneOf('--unit', options.unit, temperatureUnits),
      dateOrder: oneOf('--date-order', options.dateOrder, dateOrders),
      sheet: options.sheet,
    },
  };
}

/**
 * Parses a time given as an option, to epoch milliseconds; null if it was not given.
 *
 * @throws {CommandError} when it is invalid or its zone is open.
 */
export function momentOf(option: string, text: string | undefined, timeZone: string | null): number | null {
  if (text === undefined) return null;
  try {
    return momentGiven(option, text, timeZone);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(cause.message, cause);
    throw cause;
  }
}
