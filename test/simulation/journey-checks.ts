import type { Entry } from '../../src/shipments/ledger.ts';
import { declarationsOf, journeyRecorded, milestones } from '../../src/shipments/milestones.ts';
import type { ShipmentVerdict } from '../../src/shipments/shipment-verdict.ts';

/**
 * The ledger must have the departure and the arrival that all positions show by the route in force, as far as nobody
 * declared them.
 */
export function journeyViolations(
  entries: readonly Entry[],
  { journey }: Pick<ShipmentVerdict, 'journey'>,
): string[] {
  const recorded = journeyRecorded(entries).inferred;
  return milestones.flatMap((milestone) => {
    const [is, shown] = [recorded[`${milestone}At`], journey.inferred[`${milestone}At`]];
    return declarationsOf(entries, milestone).length > 0 || is === shown
      ? []
      : [`positions show that it ${milestone} ${inWords(shown)}, the ledger has ${inWords(is)}`];
  });
}

function inWords(at: number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
