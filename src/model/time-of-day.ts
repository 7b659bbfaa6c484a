import * as z from 'zod/mini';
import { must } from './problems.ts';

/** A time of day in hours and minutes, as 06:30. */
export const minutesOfDaySchema = z
  .string(must('must be a time of day, as 06:30'))
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, as 06:30'));

/** The minutes from midnight to a time of day as 06:30. */
export function minutesOfDay(given: string): number {
  return Number(given.slice(0, 2)) * 60 + Number(given.slice(3, 5));
}
