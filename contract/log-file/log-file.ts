import type { Parsed, Reading, Taker } from '../payload/reading.ts';

/** How the times of a file without offsets are read: an IANA zone or a fixed offset; null where it was not given. */
export type TimeZoneOption = string | null;

/** A log file's readings, its refused lines, and what else its reader should know. */
export type LogFile<Taken extends Taker = Reading[]> = Parsed<Taken> & {
  notes: string[];
  /** Serial number of the logger, where the file names it. */
  serial?: string;
};

/** The file cannot be used at all; the message says why and what would help. */
export class UnusableFile extends Error {}

/** An argument is missing or wrong; the message says which and what would do. */
export class UnusableArgument extends Error {}
