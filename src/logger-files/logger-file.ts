import type { Parsed, Reading, Taker } from '../telemetry/payload-readings.ts';

/** How times without an offset are read: in an IANA zone or at a fixed offset; null if neither was given. */
export type TimeZoneOption = string | null;

/** The user's answers to what a file leaves open. */
export type FileAnswers = {
  /** The character that separates decimals. */
  readonly decimal?: 'point' | 'comma' | undefined;
  /** The device to read, where the file names several. */
  readonly device?: string | undefined;
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

/** A log file's readings, its refused lines, and notes for its user. */
export type LogFile<Taken extends Taker = Reading[]> = Parsed<Taken> & {
  notes: string[];
  /** One sentence on how the file was read: kind, encoding, columns, units, and the zone and where it came from. */
  format: string;
  /** The earliest and latest time, in epoch milliseconds; absent if the reader does not count lines. */
  ends?: Ends;
  /** The device that the file belongs to, if it names one, and under which heading. */
  device?: NamedDevice;
};

/** The file cannot be used at all. The message says why and what would help. */
export class UnusableFile extends Error {}

/** An argument is missing or wrong. The message says which one and what to give instead. */
export class UnusableArgument extends Error {}
