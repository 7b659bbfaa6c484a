import * as z from 'zod/mini';
import { dayInZone } from './day-in-zone.ts';
import { must } from './problems.ts';
import { minutesOfDay, minutesOfDaySchema } from './time-of-day.ts';

const minuteMs = 60_000;
const dayMinutes = 1440;

/** Hours of a day, in the receiver's zone; they may pass midnight. `from` is their first minute, `to` the first after them. */
export const quietHoursSchema = z
  .strictObject(
    { from: minutesOfDaySchema, to: minutesOfDaySchema },
    must('must be { from, to } as 22:00 and 06:30, or null for none'),
  )
  .check(
    z.refine(
      ({ from, to }) => from !== to,
      'must not begin and end at the same time; null is for no quiet hours',
    ),
  );
export type QuietHours = z.output<typeof quietHoursSchema>;

/** Whether a time of day, in minutes since midnight, lies in quiet hours. */
export function isInQuietHours({ from, to }: QuietHours, minutes: number): boolean {
  const [begin, end] = [minutesOfDay(from), minutesOfDay(to)];
  return begin < end ? minutes >= begin && minutes < end : minutes >= begin || minutes < end;
}

/**
 * When the quiet hours that last at `now` (epoch milliseconds) end; null if none do. Where clocks are changed in
 * between, the end is the one that clocks show.
 */
export function quietHoursEndAt(hours: QuietHours | null, zone: string, now: number): number | null {
  if (hours === null) return null;
  const { minutes } = dayInZone(now, zone);
  if (!isInQuietHours(hours, minutes)) return null;
  const toMinutes = minutesOfDay(hours.to);
  const wholeMinute = Math.floor(now / minuteMs) * minuteMs;
  const end = wholeMinute + ((toMinutes - minutes + dayMinutes) % dayMinutes) * minuteMs;
  // Clocks were changed if they show another time then: by an hour at most, in either direction.
  const shown = dayInZone(end, zone).minutes;
  const off = ((shown - toMinutes + dayMinutes * 1.5) % dayMinutes) - dayMinutes / 2;
  return end - off * minuteMs;
}
