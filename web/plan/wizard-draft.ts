import type { DraftLogger } from './draft-logger.ts';
import type { DraftPlan } from './draft-plan.ts';

/** A shipment that was planned, and how many of its loggers are attached already. */
export type Created = { readonly shipment: string; readonly attached: readonly string[] };

/** Everything that a person typed while planning, and how far the recording got. */
export type WizardDraft = {
  readonly plan: DraftPlan;
  /** Whether the number is the proposed one. */
  readonly isProposed: boolean;
  /** The template that was chosen last; empty for none. */
  readonly template: string;
  readonly loggers: readonly DraftLogger[];
  /** Null until the plan is recorded. */
  readonly created: Created | null;
};

/** The draft with which planning begins. */
export function newDraft(plan: DraftPlan): WizardDraft {
  return { plan, isProposed: plan.shipment === '', template: '', loggers: [], created: null };
}
