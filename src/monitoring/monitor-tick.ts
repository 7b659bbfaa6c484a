import * as z from 'zod/mini';

const monitorTick = z.object({ parts: z.optional(z.array(z.int().check(z.nonnegative()))) });

/** What the schedule says to `watch`: which parts of the watched shipments to look after. */
export type MonitorTick = { readonly parts: readonly number[] };

/** The parts that an event names, each a whole number from 0; null where it names none. Throws on anything else. */
export function partsOf(event: unknown): readonly number[] | null {
  return monitorTick.parse(event).parts ?? null;
}
