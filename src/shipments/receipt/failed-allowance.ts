import type { AllowanceFinding } from '../../allowances/check-allowances.ts';
import { toSeconds } from '../../model/rounding.ts';
import { freezeThawRule } from '../../model/rules/allowance-fields.ts';
import type { FailedRule } from '../signed-receipt.ts';

/**
 * An allowance or the freeze-thaw cycles that fail, as a decision and a contradiction name them; `product` is null where
 * the shipment has one only. No single sensor fails them.
 */
export function failedAllowance({ allowance, used }: AllowanceFinding, product: string | null): FailedRule {
  // Cycles have no duration.
  const seconds = allowance === null ? 0 : toSeconds(used.before + used.here);
  const rule = allowanceRule(allowance);
  return { device: '', rule, seconds, worst: 0, ...(product !== null && { product }) };
}

/** The name of an allowance among failed rules; null stands for the freeze-thaw cycles. */
export function allowanceRule(allowance: string | null): string {
  return allowance ?? freezeThawRule;
}
