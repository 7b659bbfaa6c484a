import { type DecidedLots, fatesInWords, lotFatesInWords, lotFatesOf, lotsInWords } from './lot-fates.ts';
import type { Product } from './product.ts';

/** A decision in a few words: "partly released", and "quarantined, partly rejected" where it rejects some lots. */
export function decisionInWords({ decision, rejected = [] }: Omit<DecidedLots, 'lots'>): string {
  return `${decision.replace('-', ' ')}${rejected.length === 0 ? '' : ', partly rejected'}`;
}

/**
 * The meaning of a signature, as it is shown before it is given, signed and printed. Where there are several products or
 * some lots are rejected, each lot is named with its fate.
 */
export function meaningOf(
  decided: DecidedLots & {
    /** The sequence number of the signed entry that this decision replaces; null if it replaces none. */
    readonly corrects: number | null;
  },
  products: readonly Product[] = [],
): string {
  const { corrects } = decided;
  const which = lotsOf(decided, products);
  const instead = corrects === null ? '' : ` (replaces ledger entry ${corrects})`;
  return `${decisionInWords(decided)}${which === '' ? '' : `: ${which}`}${instead}`;
}

function lotsOf(decided: DecidedLots, products: readonly Product[]): string {
  const { lots, rejected = [] } = decided;
  if (products.length > 1 || (products.length === 1 && rejected.length > 0))
    return lotFatesInWords(lotFatesOf(products, decided));
  const named = lots.length === 0 ? [] : [lotsInWords(lots)];
  if (rejected.length === 0) return named.join('');
  return [
    ...named.map((each) => `${each}: ${fatesInWords.released}`),
    `${lotsInWords(rejected)}: ${fatesInWords.rejected}`,
  ].join('; ');
}
