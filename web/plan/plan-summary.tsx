import type { ReactNode } from 'react';
import { FactList } from '../parts/fact-list.tsx';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts as word } from '../texts/plan-steps.ts';
import { texts } from '../texts.ts';
import type { DraftLogger } from './draft-logger.ts';
import { namedLoggers } from './draft-logger.ts';
import type { DraftPlan } from './draft-plan.ts';
import { fieldInWords } from './field-in-words.ts';
import { useLimitsName } from './limits-field.tsx';
import { type ChangeableField, changeableFields } from './plan-changes.ts';
import { toPlanned } from './planned-form.ts';

const nothing: ReadonlySet<ChangeableField> = new Set();
/** The fields that the step itself shows, above the summary. */
const onThisStep: ReadonlySet<ChangeableField> = new Set(['audience', 'escalation']);

/** Everything that was filled in, with the way back to it. */
export function PlanSummary({
  plan,
  loggers,
  onEdit,
}: {
  plan: DraftPlan;
  loggers: readonly DraftLogger[];
  onEdit: (step: 1 | 2) => void;
}): ReactNode {
  const named = namedLoggers(loggers);
  return (
    <section className="card field-group">
      <h2>{word.summary.title}</h2>
      <SummaryPart step={1} onEdit={onEdit}>
        <PlanFacts plan={plan} without={onThisStep} />
      </SummaryPart>
      <SummaryPart step={2} onEdit={onEdit}>
        {named.length === 0 ? (
          <p className="warn">{word.summary.noLogger}</p>
        ) : (
          <ul>
            {named.map(({ device, role }) => (
              <li key={device}>
                <b>{device}</b>, {texts.shipment.roles[role].toLowerCase()}
              </li>
            ))}
          </ul>
        )}
      </SummaryPart>
    </section>
  );
}

function SummaryPart({
  step,
  onEdit,
  children,
}: {
  step: 1 | 2;
  onEdit: (step: 1 | 2) => void;
  children: ReactNode;
}): ReactNode {
  const name = word.steps[step];
  return (
    <section>
      <h3 className="with-action">
        {name}
        <button
          type="button"
          className="link"
          aria-label={word.summary.editStep(name)}
          onClick={() => onEdit(step)}
        >
          {planTexts.edit}
        </button>
      </h3>
      {children}
    </section>
  );
}

/** The fields of a plan that have a value. */
export function PlanFacts({
  plan,
  without = nothing,
}: {
  plan: DraftPlan;
  without?: ReadonlySet<ChangeableField>;
}): ReactNode {
  const formats = useFormats();
  const limitsName = useLimitsName();
  const planned = toPlanned(plan);
  const facts = changeableFields
    .filter((field) => !without.has(field))
    .map((field) => [field, fieldInWords(field, planned[field], limitsName, formats)] as const)
    .map(([field, says]) => [planTexts.fields[field], says] as const)
    .filter(([, says]) => says !== planTexts.none);
  return (
    <FactList
      isInLines
      facts={[[planTexts.fields.shipment, plan.shipment], [planTexts.fields.site, plan.site], ...facts]}
    />
  );
}
