import type { Formats } from '../format/formats.ts';
import { planTexts } from '../texts/plan.ts';
import { areaInWords } from './area-in-words.ts';
import type { ChangeableField } from './plan-changes.ts';
import type { Planned } from './planned-form.ts';
import { productInWords } from './product-in-words.ts';

/** A field of a plan as people read it: names of limits, local times, areas of places. */
export function fieldInWords<Field extends ChangeableField>(
  field: Field,
  value: Planned[Field],
  limitsName: (value: string) => string,
  formats: Formats,
): string {
  const text = valueInWords(field, value, limitsName, formats);
  return text === '' ? planTexts.none : text;
}

function valueInWords(
  field: ChangeableField,
  value: Planned[ChangeableField],
  limitsName: (value: string) => string,
  formats: Formats,
): string {
  if (value === null || value === undefined) return '';
  if (field === 'profile' || field === 'ambientProfile')
    return value === '' ? '' : limitsName(value as string);
  if (field === 'products')
    return (value as NonNullable<Planned['products']>)
      .map((each) => productInWords(each, limitsName))
      .join('; ');
  if (field === 'plannedDeparture' || field === 'plannedArrival') return formats.moment(value as string);
  if (field === 'carrier') {
    const { name, phone, email } = value as NonNullable<Planned['carrier']>;
    return [name, phone, email].filter((each) => each !== null).join(', ');
  }
  const values = Array.isArray(value) ? value : [value];
  return values.map((each) => oneInWords(each as Planned['origin'], formats)).join(', ');
}

function oneInWords(place: Planned['origin'], formats: Formats): string {
  if (typeof place === 'string') return place;
  const { name, ...area } = place;
  return `${name} (${areaInWords(area, formats).replace(/\.$/, '')})`;
}
