import type { SignedReceipt } from '../../domain/fact.ts';
import { failedRules } from '../../domain/receipt/receipt.ts';
import type { ShipmentVerdict } from '../../domain/shipment-verdict.ts';
import { recommendations } from '../../domain/verdict.ts';

/** Whether a verdict says worse of the goods than was known when they were released. */
export function speaksAgainst(signed: SignedReceipt, verdict: ShipmentVerdict): boolean {
  if (signed.decision !== 'released' && signed.decision !== 'partly-released') return false;
  return (
    recommendations.indexOf(verdict.recommendation) > recommendations.indexOf(signed.recommendation) ||
    failedRules(verdict).some((rule) => !signed.failed.includes(rule))
  );
}
