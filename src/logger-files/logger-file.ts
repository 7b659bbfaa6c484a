import type { Parsed, Quantity, Reading, Taker } from '../telemetry/payload-readings.ts';

/** How times without an offset are read: in an IANA zone or at a fixed offset; null if neither was given. */
export type TimeZoneOption = string | null;

/** The quantities that a file's columns can have. `accuracy` is the radius around a position, in metres. */
export type ColumnQuantity = Quantity | 'accuracy';

/** The user's answers to what a file leaves open. */
export type FileAnswers = {
  /** The character that separates decimals. */
  readonly decimal?: 'point' | 'comma' | undefined;
  /** The device to read, where the file names several. */
  readonly device?: string | undefined;
  /** Which column is meant, by its heading or by its number counted from 1. */
  readonly columns?: { readonly [quantity in ColumnQuantity | 'time']?: string } | undefined;
  /** The unit of the temperatures. */
  readonly unit?: 'degC' | 'degF' | 'K' | undefined;
  /** The order of day (D), month (M) and year (Y) in dates of numbers. */
  readonly dateOrder?: DateOrder | undefined;
  /** The sheet of a workbook. */
  readonly sheet?: string | undefined;
};

/** The orders in which a date of numbers may be written. */
export const dateOrders = ['DMY', 'MDY', 'YMD'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A table in a file that is no text: a sheet of a workbook, or the text of a report in lines. Lines count from 1. */
export type NamedTable = {
  readonly name: string;
  readonly rows: readonly { readonly cells: string[]; readonly line: number }[];
};

/** A device by the name that the file gives it, and the heading of that name. */
export type NamedDevice = { readonly heading: string; readonly name: string };

/** The earliest and latest time of a file, in epoch milliseconds, and their lines. */
export class Ends {
  earliest = { at: Infinity, line: 0 };
  latest = { at: -Infinity, line: 0 };

  see(at: number, line: number): void {
    if (at < this.earliest.at) this.earliest = { at, line };
    if (at > this.latest.at) this.latest = { at, line };
  }
}

/** What a logger says of one of its own alarms: its line, and whether it went off. */
export type LoggerAlarm = { readonly line: number; readonly text: string; readonly isAlarm: boolean };

/** A log file's readings, its refused lines, and notes for its user. */
export type LogFile<Taken extends Taker = Reading[]> = Parsed<Taken> & {
  notes: string[];
  /** One sentence on how the file was read: kind, encoding, columns, units, and the zone and where it came from. */
  format: string;
  /** The earliest and latest time, in epoch milliseconds; absent if the reader does not count lines. */
  ends?: Ends;
  /** The device that the file belongs to, if it names one, and under which heading. */
  device?: NamedDevice;
  /** What the logger says of its own alarms; absent if it says nothing. */
  loggerAlarms?: readonly LoggerAlarm[];
};

/** The file cannot be used at all. The message says why and what would help. */
export class UnusableFile extends Error {}

/** The command line's option that answers what a file leaves open. */
export type AnswerOption = 'time-zone' | 'column' | 'unit' | 'decimal' | 'date-order' | 'device' | 'sheet';

/** What a file leaves open: the option that answers it, and the possible answers, where they are known. */
export type Question = {
  readonly option: AnswerOption;
  readonly candidates: readonly string[];
  /** What the column in question holds; the temperature if nothing else is said. */
  readonly quantity?: ColumnQuantity | 'time';
};

/** An argument is missing or wrong. The message says which one and what to give instead. */
export class UnusableArgument extends Error {
  /** What the file leaves open; null if a given argument is wrong. */
  readonly question: Question | null;

  constructor(message: string, options: ErrorOptions & { readonly question?: Question | null } = {}) {
    super(message, options);
    this.question = options.question ?? null;
  }
}
