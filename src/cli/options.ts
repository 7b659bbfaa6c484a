import { atOffset, parseWallClock } from '../model/instant.ts';
import { type FileAnswers, UnusableArgument } from '../logger-files/logger-file.ts';
import { type Format, formats } from '../logger-files/formats.ts';
import { checkTimeZone, momentIn } from '../logger-files/zone.ts';
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

/** Parses `--format`. */
function formatOf(format: string | undefined): Format | null {
  const known = formats.find((name) => name === format);
  if (format !== undefined && known === undefined)
    throw unusableArguments(`--format ${format} is unknown; known are ${formats.join(', ')}`);
  return known ?? null;
}

/** The command line's options on how to read files. */
export type FileOptions = {
  timeZone?: string;
  format?: string;
  decimal?: string;
  device?: string;
};

/** The same options, parsed and checked. */
export type ReadingOptions = {
  readonly format: Format | null;
  readonly timeZone: string | null;
  readonly answers: FileAnswers;
};

/**
 * Parses `--time-zone`, `--format`, `--decimal` and `--device`.
 *
 * @throws {CommandError} when one is invalid.
 */
export function readingOptionsOf({ timeZone, format, decimal, device }: FileOptions): ReadingOptions {
  if (decimal !== undefined && decimal !== 'point' && decimal !== 'comma')
    throw unusableArguments(`--decimal ${decimal} is unknown; known are point and comma`);
  return { format: formatOf(format), timeZone: zoneOf(timeZone), answers: { decimal, device } };
}

/**
 * Parses a time given as an option, to epoch milliseconds; null if it was not given.
 *
 * @throws {CommandError} when it is invalid or its zone is open.
 */
export function momentOf(option: string, text: string | undefined, timeZone: string | null): number | null {
  if (text === undefined) return null;
  const wall = parseWallClock(text);
  if (wall === null)
    throw unusableArguments(`${option} ${text} must be a time in ISO 8601, as 2026-11-21T08:00:00Z`);
  if (wall.offsetMinutes !== null) return atOffset(wall.utcMs, wall.offsetMinutes);
  if (timeZone === null)
    throw unusableArguments(`${option} ${text} has no zone; write it as 2026-11-21T08:00:00Z`);
  try {
    return momentIn(timeZone, wall.utcMs);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(`${option}: ${cause.message}`, cause);
    throw cause;
  }
}
