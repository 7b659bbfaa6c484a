import { type DecidedLots, type Fate, lotFatesOf } from '../../src/model/lot-fates.ts';
import type { Recommendation } from '../../src/model/enumerations.ts';
import { decidableLotsOf } from '../../src/model/product.ts';
import type { Shown } from '../shipment/shown.ts';
import type { Receipt } from './decision-readiness.ts';
import { productsIn } from './products-in.ts';

/** A lot to decide on, or a product of which no lot is named, with what is recommended for it. */
export type LotToDecide = {
  /** The key by which a decision names it; null where none can. */
  readonly key: string | null;
  readonly product: string;
  readonly name: string;
  readonly number: string | null;
  readonly quantity: number | null;
  readonly expiry: string | null;
  readonly recommendation: Recommendation;
};

/** What there is to decide on by itself, in the order of the plan. */
export function lotsToDecide(shown: Pick<Shown, 'products'>, receipt: Receipt): readonly LotToDecide[] {
  return decidableLotsOf(productsIn(shown)).map(({ key, product: { id, name }, lot }) => {
    const own = receipt.products?.find(({ product }) => product === id)?.lots;
    const judged = own?.find((each) => each.lot === (lot === null ? null : key));
    return {
      key,
      product: id,
      name,
      number: lot?.number ?? null,
      quantity: lot?.quantity ?? null,
      expiry: lot?.expiry ?? null,
      recommendation: judged?.recommendation ?? receipt.recommendation,
    };
  });
}

/** The lots for which a release and a rejection are recommended, by their keys. */
export function recommendedLots(
  lots: readonly LotToDecide[],
): Required<Pick<DecidedLots, 'lots' | 'rejected'>> {
  const keysOf = (what: Recommendation): string[] =>
    lots.flatMap(({ key, recommendation }) => (recommendation === what ? (key ?? []) : []));
  return { lots: keysOf('release'), rejected: keysOf('reject') };
}

/** The lots that a signed decision released and rejected, by their keys. */
export function signedLots(
  shown: Pick<Shown, 'products'>,
  signed: DecidedLots,
): Required<Pick<DecidedLots, 'lots' | 'rejected'>> {
  const fates = lotFatesOf(productsIn(shown), signed);
  const keysOf = (what: Fate): string[] =>
    fates.flatMap(({ key, fate }) => (fate === what ? (key ?? []) : []));
  return { lots: keysOf('released'), rejected: keysOf('rejected') };
}
