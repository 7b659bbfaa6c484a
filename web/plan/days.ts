import type { Formats } from '../format/formats.ts';

/** The local day of a moment (epoch milliseconds or ISO 8601) in a time zone, as YYYY-MM-DD. */
export function dayOf(at: number | string, timeZone: string): string {
  // The Swedish locale writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

/**
 * The end of a day (YYYY-MM-DD) as ISO 8601 in UTC, because a certificate is valid on its last day; null for anything
 * else. The day is one in UTC, or in the zone of this browser.
 */
export function endOfDay(day: string, isUtc: boolean): string | null {
  // A date and time without a zone is local (ECMAScript, section 21.4.1.32).
  const at = Date.parse(`${day}T23:59:59${isUtc ? 'Z' : ''}`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The day of a moment as people write it: "30 Jun 2027". */
export function dayInWords(at: string, { zone: timeZone }: Pick<Formats, 'zone'>): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'medium' }).format(new Date(at));
}
