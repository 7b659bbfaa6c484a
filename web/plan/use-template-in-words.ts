import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { emptyPlan, type TemplatePlan, withTemplate } from './draft-plan.ts';
import { fieldInWords } from './field-in-words.ts';
import { useLimitsName } from './limits-field.tsx';
import { changeableFields } from './plan-changes.ts';
import { toPlanned } from './planned-form.ts';

/** Returns a function that says what a template fills in: "Goods: insulin · From: Cambridge". */
export function useTemplateInWords(site: string): (template: TemplatePlan) => string {
  const formats = useFormats();
  const limitsName = useLimitsName();
  return (template) => {
    const planned = toPlanned(withTemplate(emptyPlan(site), template));
    return changeableFields
      .filter((field) => template[field] !== undefined && planned[field] !== undefined)
      .map((field) => [field, fieldInWords(field, planned[field], limitsName, formats)] as const)
      .filter(([, says]) => says !== planTexts.none)
      .map(([field, says]) => `${planTexts.fields[field]}: ${says}`)
      .join(' · ');
  };
}
