import type { Formats } from './formats.ts';

/** Formats a time of the last 20 hours as "22:06", and any other with its date. Times are epoch milliseconds. */
export function clockTime(at: number, now: number, { zone, shortMoment }: Formats): string {
  if (Math.abs(now - at) > 20 * 3_600_000) return shortMoment(at);
  const hours = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return hours.format(at);
}
