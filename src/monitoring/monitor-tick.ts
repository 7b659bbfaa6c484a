import * as z from 'zod/mini';

const monitorTick = z.object({ parts: z.optional(z.array(z.int().check(z.nonnegative()))) });

/** The event that the schedule sends to `monitor-shipments`: which parts of the monitored shipments to process. */
export type MonitorTick = { readonly parts: readonly number[] };

/**
 * The parts that an event names, as whole numbers from 0; null if it names none.
 * @throws {ZodError} when the event has any other form.
 */
export function partsOf(event: unknown): readonly number[] | null {
  return monitorTick.parse(event).parts ?? null;
}
