import type { ShipmentSummary } from '../../domain/summary.ts';
import { watchedShipments } from '../../store/shipments.ts';
import type { Database } from '../../store/tables.ts';

// What an instance of watch remembers from one minute to the next, so that it does not read all again: a new instance
// knows nothing and looks at everything.

const allAgainMs = 30 * 60_000;
/** An index follows its table a little later; who died may have left a projection behind. */
const overlapMs = 10 * 60_000;

/** The shipments to which something may still happen by itself: all at first and twice an hour, else what changed. */
export function watchedFrom(database: Database): (now: number) => Promise<ShipmentSummary[]> {
  const known = new Map<string, ShipmentSummary>();
  let allReadAt = -Infinity;
  let readAt = -Infinity;
  return async (now) => {
    const isAll = now - allReadAt >= allAgainMs;
    if (isAll) known.clear();
    for await (const summary of watchedShipments(database, isAll ? 0 : readAt - overlapMs))
      known.set(summary.shipment, summary);
    if (isAll) allReadAt = now;
    readAt = now;
    return [...known.values()];
  };
}

/** Which devices are to be looked at now. */
export type LookingRounds = {
  /** Those that are not known to be quiet, or whose shipment has changed since. */
  due(shipments: readonly ShipmentSummary[], now: number): string[];
  /** Nobody need look at a device before then, unless its shipment changes. */
  quiet(device: string, until: number): void;
  /** Whether a shipment has changed since nothing was left to do there. */
  isUnfinished(shipment: ShipmentSummary): boolean;
  /** Nothing is left to do at a shipment, until it changes. */
  finished(shipment: ShipmentSummary): void;
};

export function lookingRounds(): LookingRounds {
  const quietUntil = new Map<string, number>();
  const seen = new Map<string, number>();
  const done = new Map<string, number>();
  return {
    due(shipments, now) {
      const devices = new Set<string>();
      for (const { shipment, sequence, devices: own } of shipments) {
        const isChanged = seen.get(shipment) !== sequence;
        seen.set(shipment, sequence);
        for (const device of own)
          if (isChanged || (quietUntil.get(device) ?? -Infinity) <= now) devices.add(device);
      }
      return [...devices];
    },
    isUnfinished: ({ shipment, sequence }) => done.get(shipment) !== sequence,
    finished({ shipment, sequence }) {
      done.set(shipment, sequence);
    },
    quiet(device, until) {
      quietUntil.set(device, until);
    },
  };
}
