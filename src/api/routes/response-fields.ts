import * as z from 'zod/mini';

// Fields that several responses share. Times are ISO 8601 in UTC with milliseconds.

export const instant = z.iso.datetime({ precision: 3 });
export const instantOrNull = z.nullable(instant);
export const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export const profileVersion = z.strictObject({ id: z.string(), version: z.int() });
export const outcome = z.enum(['pass', 'fail', 'not-applicable']);
export const recommendation = z.enum(['release', 'quarantine', 'reject']);
export const severity = z.enum(['info', 'minor', 'major', 'critical']);
export const decision = z.enum(
  ['released', 'partly-released', 'quarantined', 'rejected'],
  'must be released, partly-released, quarantined or rejected',
);
export const shipmentStatus = z.enum(
  [
    'planned',
    'in-transit',
    'arrived',
    'released',
    'partly-released',
    'quarantined',
    'rejected',
    'contradicted',
  ],
  'must be planned, in-transit, arrived, released, partly-released, quarantined, rejected or contradicted',
);

/** One page of a list; `next` is the cursor of the next page, null on the last. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.nullable(z.string()) });
}
