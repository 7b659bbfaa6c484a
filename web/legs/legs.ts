import type { Answer } from '../api/answer.ts';
import type { Profile } from '../profiles/profile-versions.ts';

/** Where the goods of a shipment came from and what was used before. */
export type Legs = Answer<'showLegs'>;

/** The same of one of its products. */
export type ProductLegs = Legs['items'][number];

/** Whether there is anything to say of a product's other legs: an allowance, a record of an earlier time, or a later leg. */
export function hasBefore({
  allowances,
  predecessors,
  opening,
  readmissions,
  followedBy,
}: ProductLegs): boolean {
  return (
    allowances.length + predecessors.length + readmissions.length + followedBy.length > 0 || opening !== null
  );
}

/** Whether storage limits allow a unit something in its whole life. */
export function hasAllowances({ profile }: Profile): boolean {
  const { allowances, freezeThaw } = profile as { allowances?: readonly unknown[]; freezeThaw?: unknown };
  return (allowances ?? []).length > 0 || (freezeThaw ?? null) !== null;
}
