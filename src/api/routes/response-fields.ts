import * as z from 'zod/mini';
import {
  decisions,
  endedStatuses,
  recommendations,
  roles,
  severities,
  shipmentStatuses,
} from '../../model/enumerations.ts';
import { oneOf } from '../../model/problems.ts';
// Fields that several responses share. Times are ISO 8601 in UTC with milliseconds.

export const instant = z.iso.datetime({ precision: 3 });
export const instantOrNull = z.nullable(instant);
export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const profileVersion = z.strictObject({ id: z.string(), version: z.int() });
export const recommendation = z.enum(recommendations);
export const severity = z.enum(severities);
export const role = z.enum(roles);
export const decision = z.enum(decisions, `must be ${oneOf(decisions)}`);
export const endedStatus = z.enum(endedStatuses, `must be ${oneOf(endedStatuses)}`);
export const shipmentStatus = z.enum(shipmentStatuses, `must be ${oneOf(shipmentStatuses)}`);

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.nullable(z.string()) });
}
