const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** A wall-clock time in milliseconds as if it were UTC, and its offset if one was written. */
export type WallClock = { readonly utcMs: number; readonly offsetMinutes: number | null };

const daysOfMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/**
 * The day parsed last, and its start. A file usually has thousands of times per day, so this saves most of the work.
 */
let known = { date: '', midnight: 0 };

/**
 * Parses "2026-11-21T08:00:00Z", with or without three decimals of a second, the form used by nearly all files; null
 * for others.
 */
function parseUsual(text: string): WallClock | null {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text[length - 1] !== 'Z' || text[10] !== 'T') return null;
  if (text[13] !== ':' || text[16] !== ':' || (length === 24 && text[19] !== '.')) return null;
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const fraction = length === 24 ? digits(text, 20, 23) : 0;
  // Digits that do not parse are NaN, and every comparison with NaN is false.
  if (!(hour <= 23 && minute <= 59 && second <= 59 && fraction >= 0)) return null;
  const date = text.slice(0, 10);
  if (date !== known.date) {
    const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
    if (text[4] !== '-' || text[7] !== '-' || !(year >= 1 && month >= 1 && month <= 12)) return null;
    const isLeapYear = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    if (!(day >= 1 && day <= daysOfMonths[month - 1]! + (month === 2 && isLeapYear ? 1 : 0))) return null;
    known = { date, midnight: new Date(0).setUTCFullYear(year, month - 1, day) };
  }
  return {
    utcMs: known.midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction,
    offsetMinutes: 0,
  };
}

/** Parses decimal digits; NaN if there is anything else. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Parses an ISO 8601 date and time (seconds optional); null if the text is not one or the day does not exist. */
export function parseWallClock(text: string): WallClock | null {
  const usual = parseUsual(text);
  if (usual !== null) return usual;
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const fraction = match[7] === undefined ? 0 : Math.round(Number(`0.${match[7]}`) * 1000);
  const utcMs = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  if (match[8] !== undefined) return { utcMs, offsetMinutes: 0 };
  if (match[9] === undefined) return { utcMs, offsetMinutes: null };
  const [offsetHours, offsetMinutes] = [Number(match[10]), Number(match[11])];
  if (offsetHours > 18 || offsetMinutes > 59) return null;
  return { utcMs, offsetMinutes: (match[9] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) };
}

/** Epoch milliseconds of a wall-clock time at its offset. */
export function atOffset(utcMs: number, offsetMinutes: number): number {
  return utcMs - offsetMinutes * 60_000;
}
