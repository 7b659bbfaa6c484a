import type { BoardItem, ShipmentState } from '../parts/shipment-state.ts';

/** Every word that was typed stands somewhere in what is said of a shipment. */
export function fits(item: BoardItem, words: string): boolean {
  if (words.trim() === '') return true;
  const { shipment, goods, origin, destination, site, sscc, devices, openAlarms } = item;
  const said = [shipment, goods, origin, destination, site, sscc ?? '', ...devices, ...openAlarms]
    .join('\n')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word));
}

const severities = ['info', 'minor', 'major', 'critical'];

/** Within a state: the loudest alarm that waits longest, what should have arrived first. */
export function orderOf(state: ShipmentState): (a: BoardItem, b: BoardItem) => number {
  const byName = (a: BoardItem, b: BoardItem): number => (a.shipment < b.shipment ? -1 : 1);
  if (state === 'alarm' || state === 'answered')
    return (a, b) => {
      const [one, other] = [loudest(a), loudest(b)];
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

function loudest({ standingAlarms }: BoardItem): { effectiveSeverity: number; raisedAt: string } {
  return standingAlarms.reduce(
    (most, { severity, raisedAt }) => {
      const effectiveSeverity = severities.indexOf(severity);
      return effectiveSeverity > most.effectiveSeverity ? { effectiveSeverity, raisedAt } : most;
    },
    { effectiveSeverity: -1, raisedAt: '' },
  );
}
