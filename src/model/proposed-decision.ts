import type { Decision, Recommendation } from './enumerations.ts';

/** What is recommended of the products of a shipment and their lots; a lot without a name is null. */
export type RecommendedLots = {
  readonly recommendation: Recommendation;
  readonly products?:
    | readonly {
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
 * The decision that a receipt proposes, with the keys of the lots that a partial release releases: where a release is
 * recommended for some lots only, these; else what is recommended for all. A lot is rejected only where all are.
 */
export function proposalOf({ recommendation, products = [] }: RecommendedLots): {
  readonly decision: Decision;
  readonly lots: readonly string[];
} {
  const all = products.flatMap(({ lots }) => lots);
  const good = all.flatMap((each) => (each.recommendation === 'release' ? (each.lot ?? []) : []));
  if (good.length > 0 && all.some((each) => each.recommendation !== 'release'))
    return { decision: 'partly-released', lots: good };
  const isMixed = all.some((each) => each.recommendation !== recommendation);
  return { decision: isMixed ? 'quarantined' : recommended[recommendation], lots: [] };
}

/** Whether two lists have the same lots, in any order. */
export function sameLots(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(one);
  return known.size === new Set(other).size && other.every((lot) => known.has(lot));
}
