import type { ReactNode } from 'react';
import { MomentInput } from '../parts/moment-input.tsx';
import { planTexts } from '../texts/plan.ts';
import { CarrierField } from './carrier-field.tsx';
import { FieldGroup } from './field-group.tsx';
import { type PlanFields, notFixed } from './plan-fields.ts';
import { TextField } from './text-field.tsx';

const { fields, form: word } = planTexts;

/** When the goods travel, with which vehicle and carrier, and in what. A template has no times. */
export function TransportFields({
  plan,
  onChange,
  book,
  problems,
  fixed = notFixed,
  isTemplate = false,
}: PlanFields & { readonly isTemplate?: boolean }): ReactNode {
  return (
    <FieldGroup title={word.when} isWide>
      {!isTemplate && (
        <>
          {fixed('plannedDeparture') ?? (
            <MomentInput
              label={fields.plannedDeparture}
              value={plan.plannedDeparture}
              onChange={(plannedDeparture) => onChange({ ...plan, plannedDeparture })}
              problem={problems.get('plannedDeparture') ?? null}
            />
          )}
          {fixed('plannedArrival') ?? (
            <MomentInput
              label={fields.plannedArrival}
              value={plan.plannedArrival}
              onChange={(plannedArrival) => onChange({ ...plan, plannedArrival })}
              problem={problems.get('plannedArrival') ?? null}
            />
          )}
        </>
      )}
      {fixed('vehicle') ?? (
        <TextField
          label={fields.vehicle}
          value={plan.vehicle}
          onChange={(vehicle) => onChange({ ...plan, vehicle })}
          problem={problems.get('vehicle') ?? null}
          isOptional
        />
      )}
      {fixed('packaging') ?? (
        <TextField
          label={fields.packaging}
          value={plan.packaging}
          onChange={(packaging) => onChange({ ...plan, packaging })}
          problem={problems.get('packaging') ?? null}
          isOptional
        />
      )}
      {fixed('carrier') ?? (
        <CarrierField
          carrier={plan.carrier}
          onChange={(carrier) => onChange({ ...plan, carrier })}
          carriers={book.carriers}
          site={plan.site}
          problems={problems}
        />
      )}
    </FieldGroup>
  );
}
