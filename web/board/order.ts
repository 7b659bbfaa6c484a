import { severities } from '../../src/model/enumerations.ts';
import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';

/**
 * Orders shipments within a state: the most severe and longest waiting alarm first, else the earliest arrival. In the
 * state `alarm` those that somebody has acknowledged wait no longer.
 */
export function orderOf(state: ShipmentState): (a: BoardItem, b: BoardItem) => number {
  const byName = (a: BoardItem, b: BoardItem): number => (a.shipment < b.shipment ? -1 : 1);
  if (state === 'alarm' || state === 'answered')
    return (a, b) => {
      const [one, other] = [mostSevere(a, state), mostSevere(b, state)];
      return (
        other.effectiveSeverity - one.effectiveSeverity ||
        one.raisedAt.localeCompare(other.raisedAt) ||
        byName(a, b)
      );
    };
  if (state === 'decide')
    return (a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? '') || byName(a, b);
  // Those without a planned arrival come last.
  const arrivesAt = ({ plannedArrival }: BoardItem): number =>
    plannedArrival === null ? Infinity : Date.parse(plannedArrival);
  return (a, b) => {
    const [one, other] = [arrivesAt(a), arrivesAt(b)];
    return one === other ? byName(a, b) : one < other ? -1 : 1;
  };
}

/** The highest severity of the alarms that make the state, and since when the first of that severity waits. */
function mostSevere(
  { standingAlarms }: BoardItem,
  state: 'alarm' | 'answered',
): { effectiveSeverity: number; raisedAt: string } {
  return standingAlarms
    .filter(({ acknowledgedAt }) => state === 'answered' || acknowledgedAt === null)
    .map(({ severity, raisedAt }) => ({ effectiveSeverity: severities.indexOf(severity), raisedAt }))
    .reduce(
      (most, each) =>
        each.effectiveSeverity > most.effectiveSeverity ||
        (each.effectiveSeverity === most.effectiveSeverity && each.raisedAt < most.raisedAt)
          ? each
          : most,
      { effectiveSeverity: -1, raisedAt: '' },
    );
}
