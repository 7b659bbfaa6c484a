import type { ShipmentStatus } from '../model/enumerations.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';

/** The statuses of shipments that wait for a decision of the pharmacist. */
export const waitingStatuses = ['arrived', 'contradicted'] as const satisfies readonly ShipmentStatus[];

const hourMs = 60 * 60_000;
/** Where each age begins: the first hours, the rest of the day, up to three days, and longer. */
const agesFromMs = [0, 4 * hourMs, 24 * hourMs, 72 * hourMs];

/** How long a shipment has waited since its arrival, in milliseconds; without one, since its last change. */
export function waitedMs({ journey, changedAt }: ShipmentSummary, now: number): number {
  return Math.max(0, now - waitingSince({ journey, changedAt }));
}

/** When a shipment began to wait: its arrival; without one, its last change. */
export function waitingSince({ journey, changedAt }: Pick<ShipmentSummary, 'journey' | 'changedAt'>): number {
  return journey.arrivedAt ?? changedAt;
}

/** How many of these times, in milliseconds, are of each age, from the beginning of that age up to the next one. */
export function countByAge(times: readonly number[]): { fromMs: number; count: number }[] {
  return agesFromMs.map((fromMs, index) => {
    const toMs = agesFromMs[index + 1] ?? Infinity;
    return { fromMs, count: times.filter((time) => time >= fromMs && time < toMs).length };
  });
}
