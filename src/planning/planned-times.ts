import { atOffset } from '../model/instant.ts';
import { type DateOrder, UnusableArgument, dateOrders } from '../logger-files/logger-file.ts';
import { type NumberedDate, midnightIn, parseStamp } from '../logger-files/table/stamp.ts';
import { offsetInWords, wallInWords, meaningsIn, offsetsInWords } from '../logger-files/zone.ts';

/** A time of a plan in epoch milliseconds, or why it cannot be read, as a sentence. */
export type PlannedTime =
  { readonly ok: true; readonly at: number } | { readonly ok: false; readonly reason: string };

const dayMs = 86_400_000;

/**
 * Reads the times of one table: ISO 8601 with its offset, or the wall clock of `zone`. Dates of numbers in an open order
 * are read in the only order that fits all of them (`texts` are all times of the table); if several do, they are asked
 * for.
 */
export function plannedTimesIn(zone: string | null, texts: readonly string[]): (text: string) => PlannedTime {
  const open = texts.flatMap((text) => numberedIn(text) ?? []);
  const fitting = dateOrders.filter((order) => open.every((date) => midnightIn(date, order) !== null));
  const meanings = zone === null ? null : meaningsIn(zone);
  return (text) => {
    const stamp = parseStamp(text.trim());
    if (stamp === null || stamp.date === null) return refused(text, 'is no date with a time of day');
    if (stamp.clockMs === null) return refused(text, 'has no time of day');
    if (stamp.zone !== undefined)
      return refused(text, `ends with ${stamp.zone.toUpperCase()}, which is the name of several zones`);
    const midnight = typeof stamp.date === 'number' ? stamp.date : midnightOf(stamp.date, fitting);
    if (midnight === null) return ambiguous(text, stamp.date as NumberedDate, fitting, refused, withTime);
    const utcMs = midnight + stamp.clockMs;
    if (stamp.offsetMinutes !== null) return { ok: true, at: atOffset(utcMs, stamp.offsetMinutes) };
    if (zone === null || meanings === null)
      return refused(text, 'has no offset, and the time zone of the table is not given');
    return inZone(zone, meanings, utcMs);
  };
}

/** A day of a plan as 2027-03-31, or why it cannot be read, as a sentence. */
export type PlannedDay =
  { readonly ok: true; readonly day: string } | { readonly ok: false; readonly reason: string };

/** Reads the days of one table, such as the last ones of lots; open orders of numbers are read as those of times are. */
export function plannedDaysIn(texts: readonly string[]): (text: string) => PlannedDay {
  const open = texts.flatMap((text) => numberedIn(text) ?? []);
  const fitting = dateOrders.filter((order) => open.every((date) => midnightIn(date, order) !== null));
  return (text) => {
    const { date = null, clockMs = null } = parseStamp(text.trim()) ?? {};
    // The cells of a workbook have a time of day, which is midnight where only a day was written.
    if (date === null || (clockMs !== null && clockMs !== 0)) return refusedDay(text, 'is no day');
    const midnight = typeof date === 'number' ? date : midnightOf(date, fitting);
    if (midnight !== null) return { ok: true, day: new Date(midnight).toISOString().slice(0, 10) };
    return ambiguous(text, date as NumberedDate, fitting, refusedDay, 'Write it that way');
  };
}

function numberedIn(text: string): NumberedDate | null {
  const date = parseStamp(text.trim())?.date ?? null;
  return typeof date === 'object' ? date : null;
}

/** Midnight of a date, if every order that fits the table gives the same. */
function midnightOf(date: NumberedDate, fitting: readonly DateOrder[]): number | null {
  const possible = new Set(fitting.map((order) => midnightIn(date, order)));
  return possible.size === 1 ? [...possible][0]! : null;
}

type Refused = { readonly ok: false; readonly reason: string };

const withTime = 'Write the day that way, with the time behind it';

function ambiguous(
  text: string,
  date: NumberedDate,
  fitting: readonly DateOrder[],
  refuse: (text: string, what: string) => Refused,
  hint: string,
): Refused {
  if (fitting.length === 0)
    return refuse(text, 'is written in another order of day and month than other dates of this table');
  const days = [...new Set(fitting.map((order) => midnightIn(date, order)!))].map((midnight) =>
    new Date(midnight).toISOString().slice(0, 10),
  );
  return {
    ok: false,
    reason: `${JSON.stringify(text)} may be ${days.join(' or ')}: which one is meant? ${hint}`,
  };
}

function inZone(zone: string, meanings: ReturnType<typeof meaningsIn>, utcMs: number): PlannedTime {
  let meaning: ReturnType<typeof meanings>;
  try {
    meaning = meanings(utcMs);
  } catch (cause) {
    if (!(cause instanceof UnusableArgument)) throw cause;
    // An hour earlier and an hour later the wall clock exists, with the offsets before and after the change.
    const [before, after] = [-1, 1].map((side) => offsetAt(meanings, utcMs + side * (dayMs / 4)));
    return {
      ok: false,
      reason: `${wallInWords(utcMs)} does not exist in ${zone}, where clocks went forward over it: write the time that is meant with its offset, ${before} before the change or ${after} after it`,
    };
  }
  if (typeof meaning === 'number') return { ok: true, at: meaning };
  return {
    ok: false,
    reason: `${wallInWords(utcMs)} comes twice in ${zone}, where clocks went back: write it with its offset, ${offsetsInWords(utcMs, meaning)}`,
  };
}

function offsetAt(meanings: ReturnType<typeof meaningsIn>, utcMs: number): string {
  const meaning = meanings(utcMs);
  return offsetInWords((utcMs - (typeof meaning === 'number' ? meaning : meaning.earlier)) / 60_000);
}

function refused(text: string, what: string): Refused {
  return {
    ok: false,
    reason: `${short(text)} ${what}; write it as 2026-11-21 08:00, or with its offset as 2026-11-21T08:00+01:00`,
  };
}

function refusedDay(text: string, what: string): Refused {
  return { ok: false, reason: `${short(text)} ${what}; write it as 2027-03-31` };
}

function short(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
