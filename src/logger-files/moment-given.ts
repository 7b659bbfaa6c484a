import { atOffset, parseWallClock } from '../model/instant.ts';
import { UnusableArgument } from './logger-file.ts';
import { momentIn } from './zone.ts';

/**
 * Parses a time that a person gives, to epoch milliseconds: ISO 8601 with an offset, or without one in the given zone.
 * `option` is how the person calls it.
 *
 * @throws {UnusableArgument} when it is invalid or its zone is open.
 */
export function momentGiven(option: string, text: string, timeZone: string | null): number {
  const wall = parseWallClock(text);
  if (wall === null)
    throw new UnusableArgument(`${option} ${text} must be a time in ISO 8601, as 2026-11-21T08:00:00Z`);
  if (wall.offsetMinutes !== null) return atOffset(wall.utcMs, wall.offsetMinutes);
  if (timeZone === null)
    throw new UnusableArgument(`${option} ${text} has no zone; write it as 2026-11-21T08:00:00Z`);
  try {
    return momentIn(timeZone, wall.utcMs);
  } catch (cause) {
    if (cause instanceof UnusableArgument)
      throw new UnusableArgument(`${option}: ${cause.message}`, { cause });
    throw cause;
  }
}
