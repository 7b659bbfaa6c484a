import type { Parsed, Reading, Taker } from '../telemetry/payload-readings.ts';

/** How the times of a file without offsets are read: an IANA zone or a fixed offset; null where it was not given. */
export type TimeZoneOption = string | null;

/** What was said beside the file about what it leaves open. */
export type FileAnswers = {
  /** Which character separates decimals. */
  readonly decimal?: 'point' | 'comma' | undefined;
  /** The device that is meant, of several that the file names. */
  readonly device?: string | undefined;
};

/** A device by the name that a file gives it, and what the file calls that name. */
export type NamedDevice = { readonly heading: string; readonly name: string };

/** The earliest and the latest time of a file, and the lines on which they stand. */
export class Ends {
  earliest = { at: Infinity, line: 0 };
  latest = { at: -Infinity, line: 0 };

  see(at: number, line: number): void {
    if (at < this.earliest.at) this.earliest = { at, line };
    if (at > this.latest.at) this.latest = { at, line };
  }
}

/** A log file's readings, its refused lines, and what else its reader should know. */
export type LogFile<Taken extends Taker = Reading[]> = Parsed<Taken> & {
  notes: string[];
  /** One sentence on how the file was read: its kind, encoding, columns, units, zone and where that is from. */
  format: string;
  /** Where its earliest and its latest time stand, in epoch milliseconds; absent where the reader counts no lines. */
  ends?: Ends;
  /** The device that it is of, where it names one, and under which heading it does. */
  device?: NamedDevice;
};

/** The file cannot be used at all; the message says why and what would help. */
export class UnusableFile extends Error {}

/** An argument is missing or wrong; the message says which and what would do. */
export class UnusableArgument extends Error {}
