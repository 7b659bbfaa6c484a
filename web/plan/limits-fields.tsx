import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { FieldGroup } from './field-group.tsx';
import { LimitsField } from './limits-field.tsx';
import { type PlanFields, notFixed } from './plan-fields.ts';

const { fields, form: word } = planTexts;

/** The storage limits of the goods, and where they are wanted of the air around them. */
export function LimitsFields({
  plan,
  onChange,
  problems,
  fixed = notFixed,
  isAmbientShown,
  onShowAmbient,
}: Omit<PlanFields, 'book'> & {
  readonly isAmbientShown: boolean;
  readonly onShowAmbient: () => void;
}): ReactNode {
  // Products that are listed have their own limits.
  const isListed = (plan.products ?? []).length > 0;
  return (
    <FieldGroup title={word.limits}>
      {!isListed &&
        (fixed('profile') ?? (
          <LimitsField
            label={fields.profile}
            value={plan.profile}
            onChange={(profile) => onChange({ ...plan, profile })}
            problem={problems.get('profile') ?? null}
          />
        ))}
      {fixed('ambientProfile') ??
        (isAmbientShown || plan.ambientProfile !== '' ? (
          <LimitsField
            label={fields.ambientProfile}
            value={plan.ambientProfile}
            onChange={(ambientProfile) => onChange({ ...plan, ambientProfile })}
            hint={word.ambientHint}
            problem={problems.get('ambientProfile') ?? null}
          />
        ) : (
          <p>
            <button type="button" className="link" onClick={onShowAmbient}>
              {word.addAmbient}
            </button>
          </p>
        ))}
    </FieldGroup>
  );
}
