import { type ShownAs, byNumber } from '../../allowances/paths.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';
import { allowancesInWords, findingsByLot } from './allowances.ts';
import { earlierDecisionsInWords, keptByLot } from './earlier-decisions.ts';
import type { LegsOfProduct } from './receipt-record.ts';
import { withFailures } from './verdict-with-failures.ts';

/**
 * A verdict that counts allowances and earlier decisions too: a product of which a lot fails one, or was not released
 * before, is quarantined at least, and the reasons begin with what was found. `legs` are those of each product that has
 * allowances. Verdicts of evidence have no allowances in them, because they are functions of one record; there the checks
 * on receipt have them. `shown` is how sentences name a shipment.
 */
export function verdictWithAllowances(
  verdict: ShipmentVerdict,
  legs: readonly LegsOfProduct[],
  shown: ShownAs = byNumber,
): ShipmentVerdict {
  const failures = new Map(
    legs.flatMap((own) => {
      const said = [
        allowancesInWords(findingsByLot(own, shown)),
        earlierDecisionsInWords(keptByLot(own), shown),
      ].filter(({ outcome }) => outcome === 'fail');
      return said.length === 0 ? [] : [[own.product, said.map(({ sentence }) => sentence)] as const];
    }),
  );
  return withFailures(verdict, failures);
}
