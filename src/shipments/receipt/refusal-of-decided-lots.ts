import { type DecidedLots, lotFatesOf } from '../../model/lot-fates.ts';
import { type Product, decidableLotsOf } from '../../model/product.ts';

/** Says why a decision may not name its lots in this way. Null where it may. `products`: those of the plan. */
export function refusalOfDecidedLots(decided: DecidedLots, products: readonly Product[]): string | null {
  const { decision, lots, rejected = [] } = decided;
  if (decision === 'released' || decision === 'rejected') return refusalForAll(decided);
  if (decision === 'quarantined' && lots.length > 0)
    return rejected.length === 0
      ? `leave "lots" out: all lots are ${decision}`
      : 'leave "lots" out: "quarantined" releases no lot; to release some, decide "partly-released"';
  if (decision === 'partly-released' && lots.length === 0)
    return rejected.length === 0
      ? 'say which lots are released: "lots"'
      : 'say which lots are released: "lots"; if none is, decide "quarantined"';
  const known = decidableLotsOf(products).flatMap(({ key }) => key ?? []);
  const unknown = [...lots, ...rejected].find((lot) => !known.includes(lot));
  if (known.length > 0 && unknown !== undefined)
    return `lot ${unknown} is not of this shipment; its lots are ${known.join(', ')}${howToNameMore(products)}`;
  const both = rejected.find((lot) => lots.includes(lot));
  if (both !== undefined)
    return `lot ${both} is both released and rejected; name it in "lots" or in "rejected"`;
  const twice = rejected.find((lot, index) => rejected.indexOf(lot) !== index);
  if (twice !== undefined) return `lot ${twice} is named twice in "rejected"; name it once`;
  const fates = new Set(lotFatesOf(products, decided).map(({ fate }) => fate));
  if (fates.size > 1) return null;
  if (fates.has('released')) return 'these are all lots of the shipment: it is released, not partly released';
  return fates.has('rejected')
    ? 'these are all lots of the shipment: it is rejected, not quarantined; decide "rejected" and leave "rejected" out'
    : null;
}

/** Why a decision on all lots may not name some. */
function refusalForAll({ decision, lots, rejected = [] }: DecidedLots): string | null {
  if (lots.length > 0) return `leave "lots" out: all lots are ${decision}`;
  if (rejected.length === 0) return null;
  return decision === 'rejected'
    ? 'leave "rejected" out: all lots are rejected'
    : 'leave "rejected" out: all lots are released; to reject some, decide "partly-released" with "lots" for those released, or "quarantined" if none is';
}

/** Says of products of which no lot is named why nothing else can be decided of them than of the rest. */
function howToNameMore(products: readonly Product[]): string {
  const names = decidableLotsOf(products).flatMap(({ key, product }) => (key === null ? [product.name] : []));
  return names.length === 0 ? '' : `; to decide on ${names.join(' and ')}, name its lots in the plan`;
}
