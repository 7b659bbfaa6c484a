import { type DecidedLots, lotFatesInWords, lotFatesOf } from './lot-fates.ts';
import type { Product } from './product.ts';

/**
 * The meaning of a signature, as it is shown before it is given, signed and printed. Of several products, each lot is
 * named with its product and its fate.
 */
export function meaningOf(
  {
    decision,
    lots,
    corrects,
  }: DecidedLots & {
    /** The sequence number of the signed entry that this decision replaces; null if it replaces none. */
    readonly corrects: number | null;
  },
  products: readonly Product[] = [],
): string {
  const which =
    products.length > 1
      ? `: ${lotFatesInWords(lotFatesOf(products, { decision, lots }))}`
      : lots.length === 0
        ? ''
        : `: ${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`;
  const instead = corrects === null ? '' : ` (replaces ledger entry ${corrects})`;
  return `${decision.replace('-', ' ')}${which}${instead}`;
}
