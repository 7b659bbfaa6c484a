import { declarationsOf } from '../milestones.ts';
import { lastReceipt } from '../ledger.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A declared departure or arrival can be taken back until the receipt is signed. */
export const milestoneWithdrawn: RefusalOf<'milestone-withdrawn'> = (step, { entries }) => {
  const what = step.milestone === 'departed' ? 'departure' : 'arrival';
  if (declarationsOf(entries, step.milestone).length === 0) return `there is no declared ${what} to withdraw`;
  const signed = lastReceipt(entries);
  return signed === null
    ? null
    : `the receipt is signed (entry ${signed.sequence}); correct the decision instead, the declared ${what} cannot change`;
};
