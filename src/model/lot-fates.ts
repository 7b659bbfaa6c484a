import { type Decision, isRelease } from './enumerations.ts';
import { type Product, type ProductLot, lotKeysOf } from './product.ts';

/** What becomes of a lot by a decision. */
export type Fate = 'released' | 'quarantined' | 'rejected';

/** A lot of a shipment and its fate; `key` and `lot` are null for a product of which no lot is named. */
export type LotFate = {
  readonly product: Product;
  readonly key: string | null;
  readonly lot: ProductLot | null;
  readonly fate: Fate;
};

/** Fates in words, as they are signed and printed. */
export const fatesInWords: { readonly [fate in Fate]: string } = {
  released: 'released',
  quarantined: 'in quarantine',
  rejected: 'rejected',
};

/** What is decided: the decision, and the keys of the lots that a partial release releases. */
export type DecidedLots = { readonly decision: Decision; readonly lots: readonly string[] };

/**
 * The fate of every lot of the products, in their order. What a partial release leaves out stays in quarantine; a product
 * of which no lot is named cannot be released in part.
 */
export function lotFatesOf(products: readonly Product[], { decision, lots }: DecidedLots): LotFate[] {
  const keyed = lotKeysOf(products);
  return products.flatMap((product): LotFate[] => {
    const own = keyed.filter((each) => each.product === product);
    if (own.length === 0) return [{ product, key: null, lot: null, fate: fateOf(decision, null, lots) }];
    return own.map(({ key, lot }) => ({ product, key, lot, fate: fateOf(decision, key, lots) }));
  });
}

function fateOf(decision: Decision, key: string | null, lots: readonly string[]): Fate {
  if (decision !== 'partly-released') return isRelease(decision) ? 'released' : decision;
  return key !== null && lots.includes(key) ? 'released' : 'quarantined';
}

/** The lots of each product with their fates, as "Vaccine A, lots A1 and A2: released; Serum, lot S1: in quarantine". */
export function lotFatesInWords(fates: readonly LotFate[]): string {
  const groups = Map.groupBy(fates, ({ product, fate }) => `${product.id} ${fate}`);
  return [...groups.values()]
    .map((group) => {
      const [{ product, fate }] = group as [LotFate, ...LotFate[]];
      return `${product.name}${lotsInWords(group)}: ${fatesInWords[fate]}`;
    })
    .join('; ');
}

function lotsInWords(group: readonly LotFate[]): string {
  const numbers = group.flatMap(({ lot }) => lot?.number ?? []);
  if (numbers.length === 0) return '';
  return `, ${numbers.length === 1 ? 'lot' : 'lots'} ${numbers.join(', ')}`;
}
