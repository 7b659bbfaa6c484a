import type { ShipmentSummary } from '../shipments/summary.ts';
import { noteProgress, readProgress } from '../storage/progress.ts';
import type { Database } from '../storage/tables.ts';

const hourMs = 60 * 60_000;

/** A look at a part's released shipments whose sensors go on reading: what came late is looked for once an hour. */
export type HourlyReview = {
  /** Those of the shipments that are still to be looked at in this hour. */
  due(shipments: readonly ShipmentSummary[], now: number): Promise<readonly ShipmentSummary[]>;
  /** One of them was looked at. */
  reviewed(shipment: ShipmentSummary): void;
  /** Notes that it is done, if none is left. */
  finish(): Promise<void>;
};

/**
 * Whether it is due is decided by when it was last done, which the table says: a minute in which nothing ran, or an
 * instance that ended, only lets it come later. Times are epoch milliseconds.
 */
export function hourlyReview(database: Database, part: number): HourlyReview {
  const name = `#hourly-look-${part}` as const;
  let doneAt: number | null = null;
  let underway: { readonly begunAt: number; readonly left: Set<string> } | null = null;
  return {
    async due(shipments, now) {
      const decided = shipments.filter(({ decision }) => decision !== null);
      if (underway === null) {
        if (decided.length === 0) return [];
        if (doneAt === null || !isSameHour(doneAt, now)) doneAt = await readProgress(database, name);
        if (isSameHour(doneAt, now)) return [];
        underway = { begunAt: now, left: new Set(decided.map(({ shipment }) => shipment)) };
      }
      const { begunAt, left } = underway;
      const due = decided.filter(({ shipment }) => left.has(shipment));
      underway = { begunAt, left: new Set(due.map(({ shipment }) => shipment)) };
      return due;
    },
    reviewed({ shipment }) {
      underway?.left.delete(shipment);
    },
    async finish() {
      if (underway === null || underway.left.size > 0) return;
      const { begunAt } = underway;
      await noteProgress(database, name, begunAt);
      doneAt = begunAt;
      underway = null;
    },
  };
}

function isSameHour(one: number, other: number): boolean {
  return Math.floor(one / hourMs) === Math.floor(other / hourMs);
}
