import type { ShipmentSummary } from '../shipments/summary.ts';
import { noteProgress, readProgress } from '../storage/progress.ts';
import type { Database } from '../storage/tables.ts';

const hourMs = 60 * 60_000;

/** An hourly review of a part's decided shipments whose sensors still send, to catch late readings. */
type HourlyReview = {
  /** The shipments still to be reviewed in this hour. */
  due(shipments: readonly ShipmentSummary[], now: number): Promise<readonly ShipmentSummary[]>;
  /** Notes that a shipment was reviewed. */
  reviewed(shipment: ShipmentSummary): void;
  /** Records that the review is complete, if no shipment is left. */
  finish(): Promise<void>;
};

/**
 * Makes the hourly review of a part. Whether it is due depends on when it was last completed, which the table records,
 * so a minute in which nothing ran or an instance that ended only delays it. Times are epoch milliseconds.
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
