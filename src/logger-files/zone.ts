import { Temporal } from 'temporal-polyfill';
import { atOffset } from '../model/instant.ts';
import { UnusableArgument } from './logger-file.ts';

/** The two moments of a wall clock that occurs twice because clocks went back, in epoch milliseconds. */
export type Twice = { readonly earlier: number; readonly later: number };

/**
 * Converts a wall clock of a zone to epoch milliseconds.
 *
 * @throws {UnusableArgument} when the zone skips this wall clock.
 */
export type Meanings = (utcMs: number) => number | Twice;

const fixedOffset = /^([+-])(\d{2}):?(\d{2})$/;
const dayMs = 86_400_000;
/** Except for changes of date, no zone moves its clocks by more than this at once. */
const marginMs = 3 * 3_600_000;

/** Whether a zone is a fixed offset, whose clocks never change. */
export function isFixed(zone: string): boolean {
  return fixedOffset.test(zone);
}

/**
 * Converts wall clocks of a named zone ("Europe/Berlin") or a fixed offset ("+01:00").
 *
 * @throws {UnusableArgument} when the offset is beyond 18:59.
 */
export function meaningsIn(zone: string): Meanings {
  const offset = fixedOffset.exec(zone);
  if (offset !== null) {
    // The same limit as for times that carry an offset.
    if (Number(offset[2]) > 18 || Number(offset[3]) > 59)
      throw new UnusableArgument(`${zone} is no offset; the farthest are -18:59 and +18:59`);
    const minutes = (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3]));
    return (utcMs) => atOffset(utcMs, minutes);
  }
  const timeZone = zone === 'Z' ? 'UTC' : zone;
  // On nearly all days the offset is constant, so the library is called once a day, not once a row.
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
        { question: { option: 'time-zone', candidates: [earlier.offset] } },
      );
    if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds;
    return { earlier: earlier.epochMilliseconds, later: later.epochMilliseconds };
  };
}

/** The offset of a day, in milliseconds; null if it changes on that day or close to it. */
function constantOffset(midnight: number, timeZone: string): number | null {
  const begin = wallOf(midnight - marginMs).toZonedDateTime(timeZone);
  const end = wallOf(midnight + dayMs + marginMs).toZonedDateTime(timeZone);
  const next = begin.getTimeZoneTransition('next');
  const isConstant =
    begin.offsetNanoseconds === end.offsetNanoseconds &&
    (next === null || next.epochMilliseconds > end.epochMilliseconds);
  return isConstant ? begin.offsetNanoseconds / 1e6 : null;
}

/**
 * The moment of a single wall clock, in epoch milliseconds.
 *
 * @throws {UnusableArgument} when the wall clock occurs twice or not at all.
 */
export function momentIn(zone: string, utcMs: number): number {
  const meaning = meaningsIn(zone)(utcMs);
  if (typeof meaning === 'number') return meaning;
  throw new UnusableArgument(
    `${wallInWords(utcMs)} comes twice in ${zone}, where clocks went back; write it with its offset, ${offsetsInWords(utcMs, meaning)}`,
    { question: { option: 'time-zone', candidates: offsetsOf(utcMs, meaning) } },
  );
}

/** The two offsets of a wall clock that occurs twice: "+02:00 or +01:00". */
export function offsetsInWords(utcMs: number, meaning: Twice): string {
  return offsetsOf(utcMs, meaning).join(' or ');
}

/** The two offsets of a wall clock that occurs twice. */
export function offsetsOf(utcMs: number, { earlier, later }: Twice): string[] {
  return [earlier, later].map((at) => offsetInWords((utcMs - at) / 60_000));
}

/** An offset in minutes as text: "+01:00". */
export function offsetInWords(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** A wall clock for people: "2026-10-25 02:30", with seconds if they are not zero. */
export function wallInWords(utcMs: number): string {
  return wallOf(utcMs).toString().replace('T', ' ').replace(/:00$/, '');
}

function wallOf(utcMs: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(utcMs).toZonedDateTimeISO('UTC').toPlainDateTime();
}

const posix = /^etc\/gmt([+-])(\d{1,2})$/i;

/**
 * Checks that a zone exists and does not mean the opposite of what its name suggests.
 *
 * @throws {UnusableArgument} when it does not exist, or is a name such as Etc/GMT+2.
 */
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
