import { parseWallClock } from '../../model/instant.ts';
import type { DateOrder } from '../logger-file.ts';
import { zoneAbbreviations } from '../zone-abbreviations.ts';
import { halfOfDayNamed, isWeekday, monthNamed, wordOf } from './date-words.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** A date of three numbers whose order is open, with the orders in which its form can be read. */
export type NumberedDate = {
  readonly numbers: readonly [number, number, number];
  readonly orders: readonly DateOrder[];
};

/** A date and time as a file has them. */
export type Stamp = {
  /**
   * The date: midnight as if it were UTC, in epoch milliseconds, or numbers in an open order; null if there is none.
   */
  readonly date: number | NumberedDate | null;
  /** Milliseconds since midnight; null if there is no time of day. */
  readonly clockMs: number | null;
  /** The offset from UTC in minutes, if it is written; null if it is not. */
  readonly offsetMinutes: number | null;
  /** Whether the time of day says AM or PM. */
  readonly saysHalf: boolean;
  /** An abbreviation of several offsets behind the time ("CST"), in lower case; absent if there is none. */
  readonly zone?: string;
};

/** Longer texts are remarks. */
const longest = 60;
const clockPattern =
  /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,:](\d{1,9}))?)?|(\d{1,2})\s?[h時时시]\s?(\d{1,2})\s?[m分분]?(?:\s?(\d{1,2})\s?[s秒초]?)?/i;
const offsetBehind =
  /^\s*(?:\(?(?:UTC|GMT)?\s?([+\-\u2212])(\d{1,2})(?::?(\d{2}))?\)?(?!\d)|(Z|UTC|GMT)(?![a-z]))/i;
const compact = /^(\d{4})(\d{2})(\d{2})[T ](\d{2})(\d{2})(\d{2})?(Z)?$/i;
const dottedClock = /^(.*\S)\s(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$/;

/**
 * Parses a date, a time of day, or both, as people and loggers write them: numbers in any order, names of months and
 * AM or PM in the languages that loggers use, an offset or an abbreviation with one offset behind the time. Null if
 * the text is anything else, a plain number included.
 */
export function parseStamp(given: string): Stamp | null {
  if (given.length > longest || given.length < 4 || !/\d.*[^\d.,\s]|\d[.,]\d+[.,]/.test(given)) return null;
  const iso = parseWallClock(given);
  if (iso !== null) {
    const clockMs = ((iso.utcMs % dayMs) + dayMs) % dayMs;
    return { date: iso.utcMs - clockMs, clockMs, offsetMinutes: iso.offsetMinutes, saysHalf: false };
  }
  const text = given.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const packed = compact.exec(text);
  if (packed !== null) return stampOfCompact(packed);
  const clock = clockPattern.exec(text);
  if (clock === null) return stampWithDots(text) ?? dateOnly(text);
  const before = text.slice(0, clock.index);
  let after = text.slice(clock.index + clock[0].length);
  // Digits right next to it belong to something longer.
  if (/\d$/.test(before) || /^\d/.test(after)) return null;
  let offsetMinutes: number | null = null;
  const offset = offsetBehind.exec(after);
  if (offset !== null) {
    offsetMinutes = offsetOf(offset);
    if (offsetMinutes === null) return null;
    after = after.slice(offset[0].length);
  }
  const { words, half, abbreviation } = wordsOf(`${before.replace(/[T,_-]\s*$/, '')} ${after}`);
  if (half === undefined || (abbreviation !== null && offsetMinutes !== null)) return null;
  const clockMs = clockOf(clock, half);
  const date = words === '' ? null : dateIn(words);
  if (clockMs === null || (date === null && words !== '')) return null;
  if (abbreviation !== null) offsetMinutes = onlyOffset(abbreviation);
  const isOpen = abbreviation !== null && offsetMinutes === null;
  return { date, clockMs, offsetMinutes, saysHalf: half !== null, ...(isOpen && { zone: abbreviation }) };
}

function stampOfCompact([, year, month, day, hour, minute, second, zulu]: RegExpExecArray): Stamp | null {
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const clockMs = clockFrom(Number(hour), Number(minute), Number(second ?? 0), 0);
  if (midnight === null || clockMs === null) return null;
  return { date: midnight, clockMs, offsetMinutes: zulu === undefined ? null : 0, saysHalf: false };
}

/** A time of day with dots counts as one only behind a date: 23.15 alone is a number. */
function stampWithDots(text: string): Stamp | null {
  const [, before, hour, minute, second] = dottedClock.exec(text) ?? [];
  const date = before === undefined ? null : dateIn(before);
  if (date === null) return null;
  const clockMs = clockFrom(Number(hour), Number(minute), Number(second ?? 0), 0);
  return clockMs === null ? null : { date, clockMs, offsetMinutes: null, saysHalf: false };
}

function dateOnly(text: string): Stamp | null {
  const plain = dateIn(text);
  const { words, half } = plain === null ? wordsOf(text) : { words: '', half: null };
  const date = plain ?? (half === null ? dateIn(words) : null);
  return date === null ? null : { date, clockMs: null, offsetMinutes: null, saysHalf: false };
}

function offsetOf([, sign, hours, minutes]: RegExpExecArray): number | null {
  if (sign === undefined) return 0;
  if (Number(hours) > 18 || Number(minutes ?? 0) > 59) return null;
  return (sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes ?? 0));
}

/** The only offset for which an abbreviation is used, in minutes; null if there are several. */
export function onlyOffset(abbreviation: string): number | null {
  const offsets = zoneAbbreviations[abbreviation]!;
  return offsets.length === 1 ? offsets[0]! * 60 : null;
}

/** Words between the numbers of a date in Spanish and Portuguese, and before it in others. */
const fillers = new Set(['de', 'del', 'of', 'at', 'um', 'uhr', 'kl']);

/** What is left of a text without its time of day: the date, the half of the day and a zone. Undefined: two halves. */
function wordsOf(text: string): {
  words: string;
  half: 0 | 1 | null | undefined;
  abbreviation: string | null;
} {
  let half: 0 | 1 | null | undefined = null;
  let abbreviation: string | null = null;
  const joined = text.replaceAll(/(?<![\p{L}])([ap])\.?\s?m\.?(?![\p{L}])/giu, '$1m');
  const tokens = joined
    .split(/[ ,]+/)
    .filter((token) => token !== '')
    .map((token) => ({ token, word: /^[\p{L}\p{M}.]+$/u.test(token) ? wordOf(token) : '' }));
  const hasMonth = tokens.some(({ word }) => word !== '' && monthNamed(word) !== null);
  const words: string[] = [];
  for (const { token, word } of tokens) {
    // "de" is "of" in Spanish, and before noon in Hungarian.
    const isFiller = fillers.has(word) && (hasMonth || halfOfDayNamed(word) === null);
    const named = word === '' || isFiller ? null : halfOfDayNamed(word);
    if (named !== null) half = half === null ? named : undefined;
    else if (Object.hasOwn(zoneAbbreviations, word)) abbreviation = word;
    else if (!isFiller && (word === '' || !isWeekday(word) || monthNamed(word) !== null)) words.push(token);
  }
  return { words: words.join(' '), half, abbreviation };
}

function clockOf(match: RegExpExecArray, half: 0 | 1 | null): number | null {
  const [hour, minute, second] = [match[1] ?? match[5], match[2] ?? match[6], match[3] ?? match[7] ?? '0'];
  const fraction = match[4] === undefined ? 0 : Math.round(Number(`0.${match[4]}`) * 1000);
  return clockFrom(Number(hour), Number(minute), Number(second), fraction, half);
}

function clockFrom(
  hour: number,
  minute: number,
  second: number,
  fractionMs: number,
  half: 0 | 1 | null = null,
): number | null {
  const isEndOfDay = hour === 24 && minute === 0 && second === 0 && half === null;
  if ((hour > 23 && !isEndOfDay) || minute > 59 || second > 59) return null;
  // Some loggers write 13:05 PM; 13:05 AM would contradict itself.
  if (half === 0 && hour > 12) return null;
  const inDay = half === null || hour > 12 ? hour : (hour % 12) + 12 * half;
  return inDay * hourMs + minute * 60_000 + second * 1000 + fractionMs;
}

const numbered = /^(\d{1,4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{1,4})\.?$/;
const inCharacters = /^(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?$/;
const dayFirst = /^(\d{1,2})(?:\.|st|nd|rd|th)?[-. /]*([\p{L}\p{M}.]+?)[-. /]*(\d{4}|\d{2})$/u;
const monthFirst = /^([\p{L}\p{M}.]+?)[-. /]*(\d{1,2})(?:st|nd|rd|th)?[-. /]+(\d{4}|\d{2})$/u;
const yearFirst = /^(\d{4})[-. /]*([\p{L}\p{M}.]+?)[-. /]*(\d{1,2})$/u;

function dateIn(text: string): number | NumberedDate | null {
  const numbers = numbered.exec(text);
  if (numbers !== null) return numberedDate(numbers[1]!, numbers[3]!, numbers[4]!);
  const characters = inCharacters.exec(text);
  if (characters !== null)
    return midnightOf(Number(characters[1]), Number(characters[2]), Number(characters[3]));
  const [, day, month, year] = dayFirst.exec(text) ?? [];
  if (month !== undefined) return namedDate(year!, month, day!);
  const byMonth = monthFirst.exec(text);
  if (byMonth !== null) return namedDate(byMonth[3]!, byMonth[1]!, byMonth[2]!);
  const byYear = yearFirst.exec(text);
  return byYear === null ? null : namedDate(byYear[1]!, byYear[2]!, byYear[3]!);
}

function namedDate(year: string, month: string, day: string): number | null {
  const named = monthNamed(wordOf(month));
  return named === null ? null : midnightOf(yearOf(Number(year)), named, Number(day));
}

function numberedDate(first: string, second: string, third: string): number | NumberedDate | null {
  if (first.length === 3 || third.length === 3 || (first.length === 4 && third.length === 4)) return null;
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  if (first.length === 4) return midnightOf(a, b, c);
  const orders: readonly DateOrder[] = third.length === 4 ? ['DMY', 'MDY'] : ['DMY', 'MDY', 'YMD'];
  const date = { numbers: [a, b, c] as const, orders };
  return orders.some((order) => midnightIn(date, order) !== null) ? date : null;
}

/** Loggers write years of two digits for this century. */
function yearOf(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** Midnight of a date of numbers read in an order, in epoch milliseconds as if it were UTC; null if no day is so. */
export function midnightIn({ numbers: [a, b, c], orders }: NumberedDate, order: DateOrder): number | null {
  if (!orders.includes(order)) return null;
  if (order === 'YMD') return midnightOf(yearOf(a), b, c);
  return order === 'DMY' ? midnightOf(yearOf(c), b, a) : midnightOf(yearOf(c), a, b);
}

function midnightOf(year: number, month: number, day: number): number | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  return new Date(midnight).getUTCDate() === day ? midnight : null;
}
