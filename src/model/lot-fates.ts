import type { Decision } from './enumerations.ts';
import { type Product, type ProductLot, decidableLotsOf, nameAmong } from './product.ts';

/** What becomes of a lot by a decision. */
export type Fate = 'released' | 'quarantined' | 'rejected';

/**
 * A lot of a shipment and its fate. `lot` is null for a product of which no lot is named, and `key` too where no decision
 * can name it.
 */
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

/**
 * What is decided: the decision, and where it is not the same for all, the keys of the lots that are released and of
 * those that are rejected. All others are in quarantine.
 */
export type DecidedLots = {
  readonly decision: Decision;
  readonly lots: readonly string[];
  /** Absent where no lot is rejected by itself. */
  readonly rejected?: readonly string[] | undefined;
};

/** The field of the rejected lots. It is absent where there are none, as in everything that was signed before it existed. */
export function rejectedField(rejected: readonly string[] = []): { readonly rejected?: string[] } {
  return rejected.length === 0 ? {} : { rejected: [...rejected] };
}

/** The fate of every lot of the products, in their order. What a decision names neither released nor rejected is in quarantine. */
export function lotFatesOf(products: readonly Product[], decided: DecidedLots): LotFate[] {
  const { lots, rejected = [] } = decided;
  return decidableLotsOf(products, [...lots, ...rejected]).map((each) => ({
    ...each,
    fate: fateOf(decided, each.key),
  }));
}

/** The decision by which these lots are released and rejected: one on all lots where they have the same fate. */
export function decisionOfLots(
  products: readonly Product[],
  { lots, rejected = [] }: Omit<DecidedLots, 'decision'>,
): DecidedLots {
  const fates = lotFatesOf(products, { decision: 'partly-released', lots, rejected });
  const [first] = fates;
  if (first !== undefined && fates.every(({ fate }) => fate === first.fate))
    return { decision: first.fate, lots: [] };
  return {
    decision: lots.length === 0 ? 'quarantined' : 'partly-released',
    lots,
    ...rejectedField(rejected),
  };
}

function fateOf({ decision, lots, rejected = [] }: DecidedLots, key: string | null): Fate {
  if (decision === 'released' || decision === 'rejected') return decision;
  if (key === null) return 'quarantined';
  if (decision === 'partly-released' && lots.includes(key)) return 'released';
  return rejected.includes(key) ? 'rejected' : 'quarantined';
}

/**
 * The lots of each product with their fates, as "Vaccine A, lots A1, A2: released; Serum, lot S1: in quarantine". The name
 * of the only product is left out.
 */
export function lotFatesInWords(fates: readonly LotFate[]): string {
  return eachLotInWords(fates, ({ fate }) => fatesInWords[fate]);
}

/** The lots of each product with what `wordOf` says of them, as in `lotFatesInWords`. */
export function eachLotInWords<Lot extends Pick<LotFate, 'product' | 'lot'>>(
  lots: readonly Lot[],
  wordOf: (lot: Lot) => string,
): string {
  const products = lots.map(({ product }) => product);
  const isMixed = new Set(products.map(({ id }) => id)).size > 1;
  const groups = Map.groupBy(lots, (each) =>
    JSON.stringify([each.product.id, wordOf(each), each.lot === null]),
  );
  return [...groups.values()]
    .map((group) => {
      const [first] = group as [Lot, ...Lot[]];
      const { product } = first;
      const numbers = group.flatMap(({ lot }) => lot?.number ?? []);
      const which = numbers.length === 0 ? [] : [lotsInWords(numbers)];
      const what = isMixed
        ? [nameAmong(product, products), ...which]
        : which.length === 0
          ? ['all others']
          : which;
      return `${what.join(', ')}: ${wordOf(first)}`;
    })
    .join('; ');
}

/** Some lots by their numbers or keys: "lot A1", "lots A1, A2". */
export function lotsInWords(lots: readonly string[]): string {
  return `${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`;
}
