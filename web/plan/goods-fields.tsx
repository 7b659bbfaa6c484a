import type { ReactNode } from 'react';
import { ScanInput } from '../parts/scan-input.tsx';
import { planTexts } from '../texts/plan.ts';
import { FieldGroup } from './field-group.tsx';
import { type PlanFields, notFixed } from './plan-fields.ts';
import { TextField } from './text-field.tsx';

const { fields, form: word } = planTexts;

/** Goods, lots and label. A template has goods only, because lots and label belong to one shipment. */
export function GoodsFields({
  plan,
  onChange,
  problems,
  fixed = notFixed,
  isTemplate = false,
}: PlanFields & { readonly isTemplate?: boolean }): ReactNode {
  return (
    <FieldGroup title={word.goodsAndLabel}>
      {fixed('goods') ?? (
        <TextField
          label={fields.goods}
          value={plan.goods}
          onChange={(goods) => onChange({ ...plan, goods })}
          problem={problems.get('goods') ?? null}
        />
      )}
      {!isTemplate && (
        <>
          {fixed('lots') ?? (
            <TextField
              label={fields.lots}
              lines={2}
              value={plan.lots}
              onChange={(lots) => onChange({ ...plan, lots })}
              hint={word.lotsHint}
              problem={problems.get('lots') ?? null}
              isOptional
            />
          )}
          {fixed('sscc') ?? (
            <ScanInput
              label={fields.sscc}
              value={plan.sscc}
              onChange={(sscc) => onChange({ ...plan, sscc })}
              hint={word.labelHint}
              problem={problems.get('sscc') ?? null}
            />
          )}
        </>
      )}
    </FieldGroup>
  );
}
