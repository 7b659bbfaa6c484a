import { type Recommendation, isRelease } from '../../model/enumerations.ts';
import { type DecidedLots, lotsInWords } from '../../model/lot-fates.ts';
import { decisionInWords, meaningOf } from '../../model/meaning-of-decision.ts';
import { type Product, productsOf } from '../../model/product.ts';
import { isSameDecision, proposalOf } from '../../model/proposed-decision.ts';
import { type Entry, type ReceiptEntry, shipmentOf } from '../ledger.ts';
import type { CheckedReceipt } from './receipt.ts';
import { refusalOfDecidedLots } from './refusal-of-decided-lots.ts';
export { meaningOf };

/** A decision as it is proposed, before it is signed. */
export type Decided = DecidedLots & {
  readonly reason: string;
  readonly corrects: number | null;
};

/** Says why a decision may not be signed in this form. Null where it may. `planned`: the products of the plan. */
export function refusalOfDecision(
  decided: Decided,
  checked: CheckedReceipt,
  planned: readonly Product[],
): string | null {
  const { decision, reason, corrects } = decided;
  const { recommendation, checks, calibrationMissing, products } = checked;
  const refusal = refusalOfDecidedLots(decided, planned);
  if (refusal !== null) return refusal;
  if (reason.trim() !== '') return null;
  if (corrects !== null) return 'say why the signed decision is corrected: "reason"';
  if (checks.some(({ id, outcome }) => id === 'record-complete' && outcome === 'fail'))
    return 'the record is not complete; wait for it, or say why you decide without: "reason"';
  if (isRelease(decision) && calibrationMissing.length > 0)
    return `the calibration of ${calibrationMissing.join(', ')} is unknown and the profile requires it; say why you release without it: "reason"`;
  const proposal = proposalOf({ recommendation, products });
  if (isSameDecision(decided, proposal)) return null;
  return `${recommendedInWords(recommendation, proposal)} recommended; say why the goods are ${decisionInWords(decided)}: "reason"`;
}

function recommendedInWords(recommendation: Recommendation, { lots, rejected = [] }: DecidedLots): string {
  const parts = [
    ...(lots.length === 0 ? [] : [`release of ${lotsInWords(lots)}`]),
    ...(rejected.length === 0 ? [] : [`rejection of ${lotsInWords(rejected)}`]),
  ];
  if (parts.length === 0) return `${recommendation} is`;
  return `${parts.join(' and ')} alone ${parts.length === 1 ? 'is' : 'are'}`;
}

/** The meaning of a signed decision, by the plan that the signer saw. */
export function meaningOfReceipt(entries: readonly Entry[], { fact }: Pick<ReceiptEntry, 'fact'>): string {
  return meaningOf(fact, productsOf(shipmentOf(entries.slice(0, fact.ledgerHead))));
}
