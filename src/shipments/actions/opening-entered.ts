import type { RefusalOf } from './refusal-of.ts';
import { refusalOfLots } from './refusal-of-lots.ts';

/** Somebody enters what was used of a product before its first leg, or takes that back. */
export const openingEntered: RefusalOf<'opening-entered'> = ({ product, opening }, before) => {
  const refusal = refusalOfLots({ product, lots: null }, before);
  if (refusal !== null || opening.kind !== 'spent') return refusal;
  return opening.cycles === null && Object.keys(opening.spent).length === 0
    ? 'say how much was used: of an allowance, or freeze-thaw cycles'
    : null;
};
