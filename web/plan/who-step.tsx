import type { ReactNode } from 'react';
import { stepsTexts } from '../texts/plan-steps.ts';
import type { AddressBook, DraftPlan } from './draft-plan.ts';
import { AudienceField, EscalationField } from './groups-field.tsx';
import type { PlanProblems } from './plan-problems.ts';
import { useOfferedGroups } from './use-offered-groups.ts';

/** Who is notified of a shipment, and who comes next if nobody acknowledges an alarm. */
export function WhoStep({
  plan,
  onPlan,
  book,
  problems,
}: {
  plan: DraftPlan;
  onPlan: (plan: DraftPlan) => void;
  book: AddressBook;
  problems: PlanProblems;
}): ReactNode {
  const offered = useOfferedGroups(plan.site, book);
  return (
    <section className="card field-group" aria-label={stepsTexts.steps[3]}>
      <AudienceField
        chosen={plan.audience}
        offered={offered}
        onChange={(audience) => onPlan({ ...plan, audience })}
        problem={problems.get('audience') ?? null}
      />
      <EscalationField
        chosen={plan.escalation}
        offered={offered}
        onChange={(escalation) => onPlan({ ...plan, escalation })}
        problem={problems.get('escalation') ?? null}
      />
    </section>
  );
}
