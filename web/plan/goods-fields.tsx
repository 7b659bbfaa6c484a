import type { ReactNode } from 'react';
import { ScanInput } from '../parts/scan-input.tsx';
import { planTexts } from '../texts/plan.ts';
import { FieldGroup } from './field-group.tsx';
import { type PlanFields, notFixed } from './plan-fields.ts';
import { ProductsFields } from './products-fields.tsx';
import { TextField } from './text-field.tsx';

const { fields, form: word } = planTexts;

/**
 * Goods with their lots, or a list of products; and the label. A template has no lots and label, because they belong to
 * one shipment.
 */
export function GoodsFields({
  plan,
  onChange,
  problems,
  fixed = notFixed,
  whyProfilesStay = null,
  isTemplate = false,
}: PlanFields & {
  /** Why the limits of recorded products may not change; null where they may. */
  readonly whyProfilesStay?: string | null;
  readonly isTemplate?: boolean;
}): ReactNode {
  const { products = [] } = plan;
  const isListed = products.length > 0;
  return (
    <FieldGroup title={word.goodsAndLabel} isWide={isListed}>
      {!isListed &&
        (fixed('goods') ?? (
          <TextField
            label={fields.goods}
            value={plan.goods}
            onChange={(goods) => onChange({ ...plan, goods })}
            problem={problems.get('goods') ?? null}
          />
        ))}
      {!isListed &&
        !isTemplate &&
        (fixed('lots') ?? (
          <TextField
            label={fields.lots}
            lines={2}
            value={plan.lots}
            onChange={(lots) => onChange({ ...plan, lots })}
            hint={word.lotsHint}
            problem={problems.get('lots') ?? null}
            isOptional
          />
        ))}
      <ProductsFields
        plan={plan}
        onChange={onChange}
        problems={problems}
        whyProfilesStay={whyProfilesStay}
        isTemplate={isTemplate}
      />
      {!isTemplate &&
        (fixed('sscc') ?? (
          <ScanInput
            label={fields.sscc}
            value={plan.sscc}
            onChange={(sscc) => onChange({ ...plan, sscc })}
            hint={word.labelHint}
            problem={problems.get('sscc') ?? null}
          />
        ))}
    </FieldGroup>
  );
}
