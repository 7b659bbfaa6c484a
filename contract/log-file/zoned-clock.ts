import { Temporal } from 'temporal-polyfill';
import { atOffset } from '../instant.ts';
import { type TimeZoneOption, UnusableArgument } from './log-file.ts';

export type ZonedTime = { ok: true; epochMs: number } | { ok: false; reason: string };

/** Turns wall-clock times, in the order of their lines, into epoch milliseconds. */
export type ZonedClock = (utcMs: number) => ZonedTime;

const fixed = /^([+-])(\d{2}):?(\d{2})$/;

/**
 * A clock for a named zone ("Europe/Berlin") or an offset ("+01:00"). Where the zone's clocks go back, an hour comes
 * twice: a time is taken as its first pass, unless that would lie before the line above.
 */
export function zonedClock(zone: NonNullable<TimeZoneOption>): ZonedClock {
  const offset = fixed.exec(zone);
  if (offset !== null) {
    const minutes = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return (utcMs) => ({ ok: true, epochMs: atOffset(utcMs, minutes) });
  }
  const timeZone = zone === 'Z' ? 'UTC' : zone;
  let previous = -Infinity;
  return (utcMs) => {
    const wall = Temporal.Instant.fromEpochMilliseconds(utcMs).toZonedDateTimeISO('UTC').toPlainDateTime();
    const first = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    if (!first.toPlainDateTime().equals(wall))
      return { ok: false, reason: `time ${wall.toString()} does not exist in ${zone}: clocks went forward` };
    const second = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
    const taken = first.epochMilliseconds < previous ? second : first;
    previous = taken.epochMilliseconds;
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
