import { Temporal } from 'temporal-polyfill';
import { atOffset } from '../model/instant.ts';
import { UnusableArgument } from './logger-file.ts';

/** The two moments that a wall clock shows where clocks went back. */
export type Twice = { readonly earlier: number; readonly later: number };

/** What a wall clock means in a zone, in epoch milliseconds. Throws `UnusableArgument` where the zone skips it. */
export type Meanings = (utcMs: number) => number | Twice;

const fixedOffset = /^([+-])(\d{2}):?(\d{2})$/;
const dayMs = 86_400_000;
/** No zone moves its clocks by more in one go, but for those that changed the date. */
const marginMs = 3 * 3_600_000;

/** Whether a zone is an offset, whose clocks never change. */
export function isFixed(zone: string): boolean {
  return fixedOffset.test(zone);
}

/** Reads wall clocks in a named zone ("Europe/Berlin") or at an offset ("+01:00"). */
export function meaningsIn(zone: string): Meanings {
  const offset = fixedOffset.exec(zone);
  if (offset !== null) {
    // As in times that carry their offset.
    if (Number(offset[2]) > 18 || Number(offset[3]) > 59)
      throw new UnusableArgument(`${zone} is no offset; the farthest are -18:59 and +18:59`);
    const minutes = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return (utcMs) => atOffset(utcMs, minutes);
  }
  const timeZone = zone === 'Z' ? 'UTC' : zone;
  // Of nearly all days one offset is enough; the library is asked once a day, not once a row.
  const offsetsOfDays = new Map<number, number | null>();
  return (utcMs) => {
    const day = Math.floor(utcMs / dayMs);
    let offsetMs = offsetsOfDays.get(day);
    if (offsetMs === undefined) offsetsOfDays.set(day, (offsetMs = constantOffset(day * dayMs, timeZone)));
    if (offsetMs !== null) return utcMs - offsetMs;
    const wall = wallOf(utcMs);
    const earlier = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
    const later = wall.toZonedDateTime(timeZone, { disambiguation: 'later' });
    if (!earlier.toPlainDateTime().equals(wall))
      throw new UnusableArgument(
        `${wallInWords(utcMs)} does not exist in ${zone}, where clocks went forward over it, so the clock of this file did not follow that zone; say which offset it kept, --time-zone ${earlier.offset} if it stayed at the time before`,
      );
    if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds;
    return { earlier: earlier.epochMilliseconds, later: later.epochMilliseconds };
  };
}

/** The offset of a day of wall clocks, in milliseconds; null where it changes on that day, or nearly. */
function constantOffset(midnight: number, timeZone: string): number | null {
  const begin = wallOf(midnight - marginMs).toZonedDateTime(timeZone);
  const end = wallOf(midnight + dayMs + marginMs).toZonedDateTime(timeZone);
  const next = begin.getTimeZoneTransition('next');
  const isConstant =
    begin.offsetNanoseconds === end.offsetNanoseconds &&
    (next === null || next.epochMilliseconds > end.epochMilliseconds);
  return isConstant ? begin.offsetNanoseconds / 1e6 : null;
}

/** A moment given by its wall clock alone. Throws `UnusableArgument` where that comes twice, or not at all. */
export function momentIn(zone: string, utcMs: number): number {
  const meaning = meaningsIn(zone)(utcMs);
  if (typeof meaning === 'number') return meaning;
  throw new UnusableArgument(
    `${wallInWords(utcMs)} comes twice in ${zone}, where clocks went back; write it with its offset, ${offsetsInWords(utcMs, meaning)}`,
  );
}

/** The two offsets of a wall clock that comes twice: "+02:00 or +01:00". */
export function offsetsInWords(utcMs: number, { earlier, later }: Twice): string {
  return [earlier, later].map((at) => offsetInWords((utcMs - at) / 60_000)).join(' or ');
}

function offsetInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** A wall clock for people: "2026-10-25 02:30", with seconds where it has any. */
export function wallInWords(utcMs: number): string {
  return wallOf(utcMs).toString().replace('T', ' ').replace(/:00$/, '');
}

function wallOf(utcMs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(utcMs).toZonedDateTimeISO('UTC').toPlainDateTime();
}

const posix = /^etc\/gmt([+-])(\d{1,2})$/i;

/** Refuses a zone that does not exist, and one whose name says the opposite of what it means. */
export function checkTimeZone(zone: string): string {
  // In these names of the IANA database the sign is that of POSIX: positive is west of Greenwich.
  const [, sign, hours] = posix.exec(zone) ?? [];
  if (sign !== undefined && Number(hours) !== 0) {
    const offset = (given: string): string => `${given}${hours!.padStart(2, '0')}:00`;
    const meant = offset(sign === '+' ? '-' : '+');
    throw new UnusableArgument(
      `--time-zone ${zone} is ${Number(hours)} ${Number(hours) === 1 ? 'hour' : 'hours'} ${sign === '+' ? 'behind' : 'ahead of'} UTC, against what its sign seems to say; write the offset that is meant, --time-zone ${meant} or --time-zone ${offset(sign)}`,
    );
  }
  try {
    meaningsIn(zone)(0);
    return zone;
  } catch (cause) {
    throw new UnusableArgument(
      `--time-zone ${zone} is not a zone; write a name as Europe/Berlin or an offset as +01:00`,
      { cause },
    );
  }
}
