import type { Decision, Recommendation } from './enumerations.ts';
import { type DecidedLots, rejectedField } from './lot-fates.ts';

/** What is recommended of the products of a shipment and their lots; a lot without a name is null. */
export type RecommendedLots = {
  readonly recommendation: Recommendation;
  readonly products?:
    | readonly {
        readonly product: string;
        readonly lots: readonly { readonly lot: string | null; readonly recommendation: Recommendation }[];
      }[]
    | undefined;
};

/** The decision that follows each recommendation. */
export const recommended = {
  release: 'released',
  quarantine: 'quarantined',
  reject: 'rejected',
} as const satisfies { readonly [recommendation in Recommendation]: Decision };

/**
 * The decision that a receipt proposes: what is recommended for all lots, or where that differs, for each lot what is
 * recommended for it. A product of which no lot is named stays in quarantine where a lot is called as it is.
 */
export function proposalOf({ recommendation, products = [] }: RecommendedLots): DecidedLots {
  const all = products.flatMap(({ product, lots }) => lots.map((each) => ({ product, ...each })));
  if (all.every((each) => each.recommendation === recommendation))
    return { decision: recommended[recommendation], lots: [] };
  const named = new Set(all.map(({ lot }) => lot));
  const keysOf = (what: Recommendation): string[] =>
    all.flatMap(({ product, lot, recommendation: own }) =>
      own !== what ? [] : (lot ?? (named.has(product) ? [] : product)),
    );
  const lots = keysOf('release');
  return {
    decision: lots.length === 0 ? 'quarantined' : 'partly-released',
    lots,
    ...rejectedField(keysOf('reject')),
  };
}

/** Whether two decisions are the same, whatever the order of their lots. */
export function isSameDecision(one: DecidedLots, other: DecidedLots): boolean {
  return (
    one.decision === other.decision &&
    sameLots(one.lots, other.lots) &&
    sameLots(one.rejected ?? [], other.rejected ?? [])
  );
}

function sameLots(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(one);
  return known.size === new Set(other).size && other.every((lot) => known.has(lot));
}
