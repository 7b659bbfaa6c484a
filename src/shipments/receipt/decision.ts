import { type Decision, type Recommendation, isRelease } from '../../model/enumerations.ts';
import { meaningOf } from '../../model/meaning-of-decision.ts';
import { productsOf } from '../../model/product.ts';
import { proposalOf, sameLots } from '../../model/proposed-decision.ts';
import { type Entry, type ReceiptEntry, shipmentOf } from '../ledger.ts';
import type { CheckedReceipt } from './receipt.ts';
export { meaningOf };

/** A decision as it is proposed, before it is signed. */
export type Decided = {
  readonly decision: Decision;
  readonly lots: readonly string[];
  readonly reason: string;
  readonly corrects: number | null;
};

/** Says why a decision may not be signed in this form. Null where it may. `known`: the lots of the shipment. */
export function refusalOfDecision(
  decided: Decided,
  checked: CheckedReceipt,
  known: readonly string[],
): string | null {
  const { decision, lots, reason, corrects } = decided;
  const { recommendation, checks, calibrationMissing, products = [] } = checked;
  if (decision === 'partly-released') {
    if (lots.length === 0) return 'say which lots are released: "lots"';
    const unknown = lots.find((lot) => !known.includes(lot));
    if (known.length > 0 && unknown !== undefined)
      return `lot ${unknown} is not of this shipment; its lots are ${known.join(', ')}`;
    // A product of which no lot is named stays behind.
    const isAll = products.every((product) => product.lots.every(({ lot }) => lot !== null));
    if (known.length > 0 && isAll && known.every((lot) => lots.includes(lot)))
      return 'these are all lots of the shipment: it is released, not partly released';
  } else if (lots.length > 0) return `leave "lots" out: all lots are ${decision}`;
  if (reason.trim() !== '') return null;
  if (corrects !== null) return 'say why the signed decision is corrected: "reason"';
  if (checks.some(({ id, outcome }) => id === 'record-complete' && outcome === 'fail'))
    return 'the record is not complete; wait for it, or say why you decide without: "reason"';
  if (isRelease(decision) && calibrationMissing.length > 0)
    return `the calibration of ${calibrationMissing.join(', ')} is unknown and the profile requires it; say why you release without it: "reason"`;
  const proposal = proposalOf({ recommendation, products });
  if (decision === proposal.decision && sameLots(lots, proposal.lots)) return null;
  return `${recommendedInWords(recommendation, proposal.lots)} recommended; say why ${decidedInWords(decided)}: "reason"`;
}

function recommendedInWords(recommendation: Recommendation, lots: readonly string[]): string {
  if (lots.length === 0) return `${recommendation} is`;
  return `release of ${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')} alone is`;
}

function decidedInWords({ decision }: Decided): string {
  return `the goods are ${decision.replace('-', ' ')}`;
}

/** The meaning of a signed decision, by the plan that the signer saw. */
export function meaningOfReceipt(entries: readonly Entry[], { fact }: Pick<ReceiptEntry, 'fact'>): string {
  return meaningOf(fact, productsOf(shipmentOf(entries.slice(0, fact.ledgerHead))));
}
