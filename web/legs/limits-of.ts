import type { Formats } from '../format/formats.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { type Profile, profileOf } from '../profiles/profile-versions.ts';
import type { Goods } from './goods-of.ts';
import type { ProductLegs } from './legs.ts';

/** What a product's storage limits allow a unit in its whole life. */
export type Limits = {
  /** Each allowance of time in words, with its id. */
  readonly allowances: readonly { readonly id: string; readonly says: string }[];
  /** Whether freeze-thaw cycles are limited. */
  readonly hasCycles: boolean;
};

/** The allowances of a product, in the words of its profile as far as that is loaded. */
export function limitsOf(
  { allowances }: ProductLegs,
  { profile }: Goods,
  profiles: readonly Profile[],
  formats: Formats,
): Limits {
  const loaded = profileOf(profiles, profile);
  const inWords = rulesInWords(loaded === undefined ? [] : [loaded], formats);
  const ids = [...new Set(allowances.map(({ allowance }) => allowance))];
  return {
    allowances: ids
      .filter((id) => id !== null)
      .map((id) => ({ id, says: inWords.has(id) ? `${inWords.get(id)} (${id})` : id })),
    hasCycles: ids.includes(null),
  };
}
