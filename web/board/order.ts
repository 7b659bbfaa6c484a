import { severities } from '../../src/model/enumerations.ts';
import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';

/**
 * Orders shipments within a state: the most severe and longest waiting alarm first, then the earliest planned arrival.
 */
export function orderOf(state: ShipmentState): (a: BoardItem, b: BoardItem) => number {
  const byName = (a: BoardItem, b: BoardItem): number => (a.shipment < b.shipment ? -1 : 1);
  if (state === 'alarm' || state === 'answered')
    return (a, b) => {
      const [one, other] = [mostSevere(a), mostSevere(b)];
      return (
        other.effectiveSeverity - one.effectiveSeverity ||
        one.raisedAt.localeCompare(other.raisedAt) ||
        byName(a, b)
      );
    };
  if (state === 'decide')
    return (a, b) => (a.arrivedAt ?? '').localeCompare(b.arrivedAt ?? '') || byName(a, b);
  return (a, b) => (a.plannedArrival ?? '~').localeCompare(b.plannedArrival ?? '~') || byName(a, b);
}

function mostSevere({ standingAlarms }: BoardItem): { effectiveSeverity: number; raisedAt: string } {
  return standingAlarms.reduce(
    (most, { severity, raisedAt }) => {
      const effectiveSeverity = severities.indexOf(severity);
      return effectiveSeverity > most.effectiveSeverity ? { effectiveSeverity, raisedAt } : most;
    },
    { effectiveSeverity: -1, raisedAt: '' },
  );
}
