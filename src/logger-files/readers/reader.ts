import type { Taker } from '../../telemetry/payload-readings.ts';
import type { Content, FileInspection } from '../content.ts';
import type { FileAnswers, LogFile, TimeZoneOption } from '../logger-file.ts';

/** A file with its user's answers. */
export type FileToRead = {
  readonly content: Content;
  /** The content as UTF-8, in pieces that end at a line break. It can be iterated more than once. */
  readonly lines: Iterable<Uint8Array>;
  /** The encoding in words, for the sentence on how the file was read. */
  readonly encoding: string;
  readonly timeZone: TimeZoneOption;
  readonly answers: FileAnswers;
};

/** Reads one kind of logger files. */
export type Reader = {
  /** What writes these files, as people know it: "Onset HOBOware and HOBOconnect". */
  readonly name: string;
  /** What these files are recognised by, in words. */
  readonly recognisedBy: string;
  /** Whether a file is of this kind. */
  readonly recognises: (inspection: FileInspection) => boolean;
  readonly mayBeBinary: boolean;
  /**
   * Whether a file of this kind is always from one device; otherwise the reader selects the rows of the device asked
   * for.
   */
  readonly isOfOneDevice: boolean;
  /**
   * Pushes the readings of a file to `readings`.
   *
   * @throws {UnusableFile} when the file cannot be used.
   * @throws {UnusableArgument} when another argument would help.
   */
  readonly read: <Taken extends Taker>(file: FileToRead, readings: Taken) => LogFile<Taken>;
};
