import { atOffset, parseWallClock } from '../../contract/instant.ts';
import { UnusableArgument } from '../../contract/log-file/log-file.ts';
import { type Format, formats } from '../../contract/log-file/read-log-file.ts';
import { checkTimeZone, zonedClock } from '../../contract/log-file/zoned-clock.ts';
import { unusableArguments } from './exit-status.ts';

/** Reads `--time-zone`. */
export function zoneOf(zone: string | undefined): string | null {
  try {
    return zone === undefined ? null : checkTimeZone(zone);
  } catch (cause) {
    if (cause instanceof UnusableArgument) throw unusableArguments(cause.message, cause);
    throw cause;
  }
}

/** Reads `--format`. */
export function formatOf(format: string | undefined): Format | null {
  const known = formats.find((name) => name === format);
  if (format !== undefined && known === undefined)
    throw unusableArguments(`--format ${format} is unknown; known are ${formats.join(', ')}`);
  return known ?? null;
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
  const zoned = zonedClock(timeZone)(wall.utcMs);
  if (!zoned.ok) throw unusableArguments(`${option}: ${zoned.reason}`);
  return zoned.epochMs;
}
