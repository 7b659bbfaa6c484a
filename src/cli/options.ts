import { atOffset, parseWallClock } from '../model/instant.ts';
import { type FileAnswers, UnusableArgument } from '../logger-files/logger-file.ts';
import { type Format, formats } from '../logger-files/read-logger-file.ts';
import { checkTimeZone, momentIn } from '../logger-files/zone.ts';
import { unusableArguments } from './exit-status.ts';

/** Reads `--time-zone`. */
function zoneOf(zone: string | undefined): string | null {
  try {
    return zone === undefined ? null : checkTimeZone(zone);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(cause.message, cause);
    throw cause;
  }
}

/** Reads `--format`. */
function formatOf(format: string | undefined): Format | null {
  const known = formats.find((name) => name === format);
  if (format !== undefined && known === undefined)
    throw unusableArguments(`--format ${format} is unknown; known are ${formats.join(', ')}`);
  return known ?? null;
}

/** What the command line says about how files are to be read. */
export type FileOptions = {
  timeZone?: string;
  format?: string;
  decimal?: string;
  device?: string;
};

/** The same, checked. */
export type ReadingOptions = {
  readonly format: Format | null;
  readonly timeZone: string | null;
  readonly answers: FileAnswers;
};

/** Reads `--time-zone`, `--format`, `--decimal` and `--device`. */
export function readingOptionsOf({ timeZone, format, decimal, device }: FileOptions): ReadingOptions {
  if (decimal !== undefined && decimal !== 'point' && decimal !== 'comma')
    throw unusableArguments(`--decimal ${decimal} is unknown; known are point and comma`);
  return { format: formatOf(format), timeZone: zoneOf(timeZone), answers: { decimal, device } };
}

/** Reads a time given as an option; null where it was not. */
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
