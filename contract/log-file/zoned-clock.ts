import { Temporal } from 'temporal-polyfill';
import { type WallClock, atOffset } from '../instant.ts';
import { type TimeZoneOption, UnusableArgument } from './log-file.ts';

export type ZonedTime = { ok: true; epochMs: number } | { ok: false; reason: string };

/** Turns wall-clock times, in the order of their lines, into epoch milliseconds. */
export type ZonedClock = (utcMs: number) => ZonedTime;

const fixed = /^([+-])(\d{2}):?(\d{2})$/;

/** Whether a file's lines go forward in time or back. */
export type Order = 'rising' | 'falling';

/** The order of a file, from its first and last time. */
export function orderOf(walls: Iterable<WallClock | null>): Order {
  let [first, last]: (WallClock | null)[] = [null, null];
  for (const wall of walls) {
    first ??= wall;
    last = wall ?? last;
  }
  return first != null && last != null && first.utcMs > last.utcMs ? 'falling' : 'rising';
}

/**
 * A clock for a named zone ("Europe/Berlin") or an offset ("+01:00"). Where the zone's clocks go back, an hour comes
 * twice: a time is taken as the pass that the file's order comes to first, unless the line above is past it.
 */
export function zonedClock(zone: NonNullable<TimeZoneOption>, order: Order = 'rising'): ZonedClock {
  const offset = fixed.exec(zone);
  if (offset !== null) {
    const minutes = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return (utcMs) => ({ ok: true, epochMs: atOffset(utcMs, minutes) });
  }
  const timeZone = zone === 'Z' ? 'UTC' : zone;
  let previous = order === 'rising' ? -Infinity : Infinity;
  return (utcMs) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(utcMs).toZonedDateTimeISO('UTC').toPlainDateTime();
    const early = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    if (!early.toPlainDateTime().equals(wall))
      return { ok: false, reason: `time ${wall.toString()} does not exist in ${zone}: clocks went forward` };
    const late = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
    const [first, second] = (order === 'rising' ? [early, late] : [late, early]).map(
      ({ epochMilliseconds }) => epochMilliseconds,
    ) as [number, number];
    previous = (order === 'rising' ? first < previous : first > previous) ? second : first;
    return { ok: true, epochMs: previous };
  };
}

/** Refuses a zone that does not exist. */
export function checkTimeZone(zone: string): string {
  try {
    zonedClock(zone)(0);
    return zone;
  } catch (cause) {
    throw new UnusableArgument(
      `--time-zone ${zone} is not a zone; write a name as Europe/Berlin or an offset as +01:00`,
      { cause },
    );
  }
}
