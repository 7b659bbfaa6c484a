import type { ShipmentSummary } from '../shipments/summary.ts';
import { monitoredShipments } from '../storage/monitored-shipments.ts';
import type { Database } from '../storage/tables.ts';

// What an instance of `monitor-shipments` remembers from one minute to the next, so that it does not read everything
// again. A new instance knows nothing and evaluates everything.

const allAgainMs = 30 * 60_000;
/** An index lags a little behind its table, and a function that died may have left a projection to be updated later. */
const overlapMs = 10 * 60_000;

/**
 * Makes a reader of a part's monitored shipments, those that time alone may still change. It reads all of them at first
 * and twice an hour, otherwise only those that changed. `now` is in epoch milliseconds.
 */
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

/** The devices to evaluate now: all of `due`, longest due first. Those in `fresh` must be read immediately before. */
type Due = { readonly due: readonly string[]; readonly fresh: ReadonlySet<string> };

export type PollingSchedule = {
  /** The devices whose next evaluation is due or unknown, or whose shipment has changed recently. */
  due(shipments: readonly ShipmentSummary[], now: number): Due;
  /** Notes that a device need not be evaluated before `until`, unless its shipment changes. */
  notDueUntil(device: string, until: number): void;
  /** Whether a shipment has changed since nothing was left to do for it. */
  isUnfinished(shipment: ShipmentSummary): boolean;
  /** Whether the last run left something to do for a shipment. */
  isPending(shipment: ShipmentSummary): boolean;
  /** Notes that a shipment was processed; `isDone` means that nothing is left to do until it changes. */
  reviewed(shipment: ShipmentSummary, isDone: boolean, now: number): void;
  /** Orders shipments so that those processed longest ago come first; the time may not suffice for all. */
  inTurn(shipments: readonly ShipmentSummary[]): ShipmentSummary[];
};

/** How many runs re-read the devices of a changed shipment, because an action updates the list before the devices. */
export const runsAfterChange = 3;

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
        const left = known?.sequence === sequence ? known.left : runsAfterChange;
        seen.set(shipment, { sequence, left: Math.max(0, left - 1) });
        for (const device of devices) {
          // What was known predates the change, so the device stays due until an evaluation succeeds.
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
