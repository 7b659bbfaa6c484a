import type { ProductLegs } from './legs.ts';

type Used = ProductLegs['allowances'][number];

/** What was used of one allowance by lots for which it is the same; without lots, by all of the product. */
export type Sum = Omit<Used, 'lot'> & { readonly lots: readonly string[] };

/** Sums up what was used, with lots together that used the same in the same way. */
export function sumsOf(allowances: readonly Used[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const { lot, ...used } of allowances) {
    const same = JSON.stringify([used.allowance, used.sentence]);
    const lots = [...(sums.get(same)?.lots ?? []), ...(lot === null ? [] : [lot])];
    sums.set(same, { ...used, lots });
  }
  return [...sums.values()];
}

/** The share of an allowance that is used (0 to 1); null where it is unknown how much that is. */
export function shareUsed({ outcome, left, total }: Pick<Used, 'outcome' | 'left' | 'total'>): number | null {
  // What is known to be too much is too much, whatever else was used.
  if (left < 0) return 1;
  if (outcome !== 'pass') return null;
  return total === 0 ? 0 : 1 - left / total;
}
