import { shipmentSchema } from '../../src/model/shipment.ts';
import { planTexts as word } from '../texts/plan.ts';
import type { DraftPlan } from './draft-plan.ts';
import { toPlanned } from './planned-form.ts';
import { missingOfProducts, productField, productSentence } from './product-problems.ts';

/**
 * What is wrong with a typed plan, by field, as `carrier.phone`, `waypoints` or `products.0.gtin`; sentences to show at
 * the field.
 */
export type PlanProblems = ReadonlyMap<string, string>;

/** Checks a typed plan by the rules of the API. A missing answer is asked for in words of its own. */
export function problemsIn(draft: DraftPlan): PlanProblems {
  const planned = toPlanned(draft);
  const problems = new Map<string, string>();
  const missing: [string, string | undefined][] = [
    ['shipment', planned.shipment],
    ['goods', planned.goods],
    ['origin', draft.origin.name.trim()],
    ['destination', draft.destination.name.trim()],
    ['profile', planned.profile],
  ];
  for (const [field, value] of missing)
    if (value === '') problems.set(field, word.missing[field as keyof typeof word.missing]);
  for (const [field, sentence] of missingOfProducts(draft.products)) problems.set(field, sentence);
  if (planned.carrier !== null && planned.carrier.name === '')
    problems.set('carrier.name', word.missing.carrier);
  // Said while other fields are still missing, which is when the schema does not compare the times yet.
  const { plannedDeparture: departure, plannedArrival: arrival } = draft;
  if (departure !== null && arrival !== null && Date.parse(arrival) < Date.parse(departure))
    problems.set('plannedArrival', word.arrivalBefore);
  const { issues } = shipmentSchema.safeParse(planned).error ?? { issues: [] };
  for (const { path, message } of issues) {
    const [first = 'plannedArrival', second = 'name'] = path.map(String);
    const isOfProduct = first === 'products' && path.length > 1;
    const field = isOfProduct
      ? productField(path, draft.products)
      : first === 'carrier'
        ? `carrier.${second}`
        : first;
    if (!problems.has(field))
      problems.set(field, isOfProduct ? productSentence(field, message) : sentenceOf(field, message));
  }
  return problems;
}

/** A message of the API's schema as a sentence about the field that people see. */
function sentenceOf(field: string, message: string): string {
  const said = `${word.fields[field as keyof typeof word.fields]} ${message}`;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}
