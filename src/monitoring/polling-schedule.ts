import type { ShipmentSummary } from '../shipments/summary.ts';
import { monitoredShipments } from '../storage/monitored-shipments.ts';
import type { Database } from '../storage/tables.ts';

// What an instance of watch remembers from one minute to the next, so that it does not read all again: a new instance
// knows nothing and looks at everything.

const allAgainMs = 30 * 60_000;
/** An index follows its table a little later; who died may have left a projection behind. */
const overlapMs = 10 * 60_000;

/** The shipments of a part to which something may still happen by itself: all at first and twice an hour, else what changed. */
export function monitoredFrom(database: Database, part: number): (now: number) => Promise<ShipmentSummary[]> {
  const known = new Map<string, ShipmentSummary>();
  let allReadAt = -Infinity;
  let readAt = -Infinity;
  return async (now) => {
    const isAll = now - allReadAt >= allAgainMs;
    if (isAll) known.clear();
    for await (const summary of monitoredShipments(database, [part], isAll ? 0 : readAt - overlapMs))
      known.set(summary.shipment, summary);
    if (isAll) allReadAt = now;
    readAt = now;
    return [...known.values()];
  };
}

/** Which devices are to be looked at now: all of `due`, the longest due first, and those of `fresh` as they are this very moment. */
export type Due = { readonly due: readonly string[]; readonly fresh: ReadonlySet<string> };

export type PollingSchedule = {
  /** Devices that are not known to be quiet, or whose shipment has changed lately. */
  due(shipments: readonly ShipmentSummary[], now: number): Due;
  /** Nobody need look at a device before then, unless its shipment changes. */
  notDueUntil(device: string, until: number): void;
  /** Whether a shipment has changed since nothing was left to do there. */
  isUnfinished(shipment: ShipmentSummary): boolean;
  /** Whether something was left to do at the last look. */
  isPending(shipment: ShipmentSummary): boolean;
  /** What a look at a shipment left: nothing until it changes, or something. */
  reviewed(shipment: ShipmentSummary, isDone: boolean, now: number): void;
  /** Those first that were looked at longest ago: time may not suffice for all. */
  inTurn(shipments: readonly ShipmentSummary[]): ShipmentSummary[];
};

/** Who changes a shipment changes its list before its devices: it is looked at so often until both are as they should. */
export const roundsAfterChange = 3;

export function pollingSchedule(): PollingSchedule {
  const notDueUntil = new Map<string, number>();
  const seen = new Map<string, { sequence: number; left: number }>();
  const done = new Map<string, number>();
  const pending = new Set<string>();
  const monitoredAt = new Map<string, number>();
  return {
    due(shipments, now) {
      const due = new Set<string>();
      const fresh = new Set<string>();
      for (const { shipment, sequence, devices } of shipments) {
        const known = seen.get(shipment);
        const left = known?.sequence === sequence ? known.left : roundsAfterChange;
        seen.set(shipment, { sequence, left: Math.max(0, left - 1) });
        for (const device of devices) {
          // What was known of it was of before: only a look that succeeds makes it quiet again.
          if (left > 0) notDueUntil.delete(device);
          if (left > 0) fresh.add(device);
          if ((notDueUntil.get(device) ?? -Infinity) <= now) due.add(device);
        }
      }
      const dueSince = (device: string): number => notDueUntil.get(device) ?? 0;
      return { due: [...due].sort((a, b) => dueSince(a) - dueSince(b)), fresh };
    },
    notDueUntil(device, until) {
      notDueUntil.set(device, until);
    },
    isUnfinished: ({ shipment, sequence }) => done.get(shipment) !== sequence,
    isPending: ({ shipment }) => pending.has(shipment),
    reviewed({ shipment, sequence }, isDone, now) {
      monitoredAt.set(shipment, now);
      if (isDone) {
        done.set(shipment, sequence);
        pending.delete(shipment);
      } else pending.add(shipment);
    },
    inTurn(shipments) {
      const at = ({ shipment }: ShipmentSummary): number => monitoredAt.get(shipment) ?? 0;
      return shipments.toSorted((a, b) => at(a) - at(b));
    },
  };
}
