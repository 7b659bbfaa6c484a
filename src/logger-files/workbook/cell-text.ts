import type { NumberFormat } from './number-format.ts';

const daySeconds = 86_400;
/** Excel's last day, 9999-12-31, counted from 1900. */
const lastDay = 2_958_465;
/** The days from the beginnings of Excel's two calendars to 1970-01-01 (ECMA-376 part 1, section 18.17.4.1). */
const daysTo1970 = { 1900: 25_569, 1904: 24_107 } as const;

/** Which year a workbook counts its days from. */
export type DateSystem = keyof typeof daysTo1970;

/**
 * The text of a number: as JavaScript prints it, to the 15 digits that Excel has, or the date, time or percentage that
 * its format shows. Dates are `YYYY-MM-DD HH:mm:ss` and times `HH:mm:ss`, rounded to the second.
 */
export function numberText(raw: string, { shows, unit }: NumberFormat, system: DateSystem): string {
  const value = Number(raw);
  if (raw.trim() === '' || !Number.isFinite(value)) return raw.trim();
  const number = inDigits(value);
  if (shows === 'number') return `${number}${unit}`;
  if (shows === 'percent') return `${inDigits(value * 100)}%`;
  // The spreadsheet shows no date for these either.
  if (value < 0 || value >= lastDay + 1) return number;
  if (shows === 'duration') return clock(Math.round(value * daySeconds));
  if (shows === 'time' && value < 1) return clock(Math.min(Math.round(value * daySeconds), daySeconds - 1));
  return dateText(value, system);
}

/** 4.1 is stored as 4.0999999999999996. */
function inDigits(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function dateText(value: number, system: DateSystem): string {
  // In the calendar from 1900 there is a 29th of February 1900, day 60.
  const shift = system === 1900 && value < 60 ? 1 : 0;
  return isoText(Math.round((value + shift - daysTo1970[system]) * daySeconds) * 1000);
}

/** The text of a date in ISO 8601, rounded to the second; unchanged if it is none, and without its zone `Z`. */
export function isoDateText(text: string): string {
  const at = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?Z?$/.test(text)
    ? Date.parse(text.length === 10 || text.endsWith('Z') ? text : `${text}Z`)
    : Number.NaN;
  return Number.isNaN(at) ? text : isoText(Math.round(at / 1000) * 1000);
}

function isoText(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

function clock(seconds: number): string {
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}
