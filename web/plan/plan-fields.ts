import type { ReactNode } from 'react';
import type { AddressBook, DraftPlan } from './draft-plan.ts';
import type { PlanProblems } from './plan-problems.ts';

/** What every group of fields of a plan needs. */
export type PlanFields = {
  readonly plan: DraftPlan;
  readonly onChange: (plan: DraftPlan) => void;
  readonly book: AddressBook;
  readonly problems: PlanProblems;
  /** Shown in place of a field that may not change. */
  readonly fixed?: (field: string) => ReactNode;
};

/** Every field may change. */
export function notFixed(): ReactNode {
  return null;
}
