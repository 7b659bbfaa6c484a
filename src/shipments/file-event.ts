import type { LoggerAlarm } from '../logger-files/logger-file.ts';
import type { FileReadingAnswers } from '../model/attached-file.ts';

/**
 * A file was read and becomes a sensor of the goods: how it was read, and what it says. Its readings are the device's
 * record once the device is attached and they are appended. Times are device times in epoch milliseconds.
 */
export type FileAttached = {
  readonly kind: 'file-attached';
  readonly sha256: string;
  readonly device: string;
  /** One sentence on how it was read, and the version of the readers. */
  readonly reader: { readonly format: string; readonly version: number };
  readonly answers: FileReadingAnswers;
  /**
   * The ids of the products that its logger stood with; null where it stood with all of them. Absent where nobody was
   * asked, because the shipment had one product, or by an earlier release: it stands for all.
   */
  readonly products?: readonly string[] | null;
  readonly serial: string | null;
  readonly timeZone: string | null;
  /** The distinct readings from `since` on, unreadable values included. */
  readonly readings: number;
  /** From when on its readings are the shipment's. */
  readonly since: number;
  readonly intervalMs: number;
  /** The first and the last reading of the file. */
  readonly from: number;
  readonly to: number;
  /** The readings before `since`, which are not evaluated; null where there are none. */
  readonly leftOut: FileReadingsLeftOut | null;
  readonly rowsWithoutTime: number;
  /** Says which rows have no readable time; empty where every row has one. */
  readonly withoutTime: readonly string[];
  readonly loggerAlarms: readonly LoggerAlarm[];
};

/**
 * Readings of a file from before the time from which it counts, as a person stated it. Device time, epoch milliseconds.
 */
export type FileReadingsLeftOut = {
  readonly readings: number;
  readonly from: number;
  readonly to: number;
  /** Their lowest and highest temperature in degrees Celsius; null where no temperature could be read. */
  readonly temperature: { readonly lowest: number; readonly highest: number } | null;
};

/** A file no longer counts for the shipment. */
export type FileSetAside = FileDifference & {
  readonly kind: 'file-set-aside';
  readonly sha256: string;
  readonly device: string;
  readonly reason: string;
  /** The file of the same logger that a person named as the source of record; null where there is none. */
  readonly inFavourOf: string | null;
  /** The answers by which it was read to compare the two; null if it was not. */
  readonly compared: { readonly answers: FileReadingAnswers } | null;
};

/** What a file has that another one of the same logger does not have. */
export type FileDifference = {
  /** How many of its readings, rows without a readable time among them, and the first of them in words. */
  readonly differing: number;
  readonly firstDiffering: string | null;
  /** When it was read, device time in epoch milliseconds; null if that is unknown, or there is none. */
  readonly firstDifferingAt: number | null;
};

/**
 * A file that was set aside was compared with files that are attached, so that nobody hides what a logger has read by
 * setting one of its files aside and giving another.
 */
export type FileCompared = {
  readonly kind: 'file-compared';
  readonly sha256: string;
  /** The attached files that it was compared with, by their SHA-256. */
  readonly with: readonly string[];
  /** Those of the same logger, with what each lacks, and the answers by which the file that was set aside was read. */
  readonly sameLogger: readonly (FileDifference & {
    readonly sha256: string;
    readonly answers: FileReadingAnswers;
  })[];
};
