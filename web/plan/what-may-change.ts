import type { Answer } from '../api/answer.ts';
import { planChangesTexts as word } from '../texts/plan-changes.ts';
import { type ChangeableField, changeableFields } from './plan-changes.ts';

type Shown = Pick<
  Answer<'showShipment'>,
  'decision' | 'cancellation' | 'departedAt' | 'arrivedAt' | 'attachments'
>;

/** Why the plan as a whole may not change any more; null where some of it may. */
export function whyFixed({
  decision,
  cancellation,
}: Pick<Shown, 'decision' | 'cancellation'>): string | null {
  if (cancellation !== null) return word.fixed.cancelled;
  return decision === null ? null : word.fixed.decided;
}

/** Why single fields may not change any more. What was declared or measured by a field keeps it as it is. */
export function fixedFields(shown: Shown): ReadonlyMap<ChangeableField, string> {
  const whole = whyFixed(shown);
  if (whole !== null) return new Map(changeableFields.map((field) => [field, whole]));
  const fixed = new Map<ChangeableField, string>();
  if (shown.arrivedAt !== null)
    for (const field of ['origin', 'destination', 'waypoints'] as const) fixed.set(field, word.fixed.arrived);
  if (shown.departedAt !== null) fixed.set('origin', word.fixed.departed);
  if (shown.attachments.length > 0)
    for (const field of ['profile', 'ambientProfile'] as const) fixed.set(field, word.fixed.attached);
  return fixed;
}
