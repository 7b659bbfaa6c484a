import type { Area, DraftCarrier, DraftPlace, DraftPlan } from './draft-plan.ts';
import { toPlannedProduct } from './draft-product.ts';

/** A typed plan in the form in which a shipment is planned; it may still have problems. */
export function toPlanned(draft: DraftPlan) {
  const { shipment, site, plannedDeparture, plannedArrival, audience, escalation } = draft;
  return {
    shipment: shipment.trim(),
    site,
    ...toPlannedGoods(draft),
    sscc: orNull(draft.sscc),
    origin: toPlannedPlace(draft.origin),
    destination: toPlannedPlace(draft.destination),
    waypoints: draft.waypoints.filter(({ name }) => name.trim() !== '').map(toPlannedPlace),
    plannedDeparture,
    plannedArrival,
    ambientProfile: orNull(draft.ambientProfile),
    audience,
    escalation,
    vehicle: orNull(draft.vehicle),
    packaging: orNull(draft.packaging),
    carrier: toPlannedCarrier(draft.carrier),
  };
}

/** What is planned: goods with lots and limits, or products, each with its own. */
type PlannedGoods = {
  readonly goods?: string;
  readonly products?: readonly ReturnType<typeof toPlannedProduct>[];
  readonly lots?: readonly string[];
  readonly profile?: string;
};

function toPlannedGoods({ goods, products = [], lots, profile }: DraftPlan): PlannedGoods {
  if (products.length === 0) return { goods: goods.trim(), lots: linesOf(lots), profile };
  return { ...(goods.trim() !== '' && { goods: goods.trim() }), products: products.map(toPlannedProduct) };
}

/** A plan in the form in which a shipment is planned. */
export type Planned = ReturnType<typeof toPlanned>;

const ofOneShipment = new Set(['shipment', 'site', 'lots', 'sscc', 'plannedDeparture', 'plannedArrival']);

/**
 * What a template keeps of a typed plan: what was filled in, without what belongs to one shipment (number, label, lots,
 * times).
 */
export function toTemplate(draft: DraftPlan): Partial<Planned> {
  const products = (draft.products ?? []).map((product) => ({ ...product, id: null, lots: [], serials: [] }));
  const planned = toPlanned({ ...draft, products });
  return Object.fromEntries(
    Object.entries(planned).filter(([field, value]) => !ofOneShipment.has(field) && !isBlank(value)),
  );
}

function isBlank(value: unknown): boolean {
  if (value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && 'name' in value && value.name === '';
}

/** A typed place in the form of the API: a name alone where no area is known. */
export function toPlannedPlace({ name, area }: DraftPlace): string | ({ name: string } & Area) {
  return area === null ? name.trim() : { name: name.trim(), ...area };
}

/** A typed carrier in the form of the API; null where nothing was typed. */
export function toPlannedCarrier({ name, phone, email }: DraftCarrier) {
  if ([name, phone, email].every((each) => each.trim() === '')) return null;
  return { name: name.trim(), phone: orNull(phone), email: orNull(email) };
}

/** The lines of a text that are not empty. */
export function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function orNull(typed: string): string | null {
  return typed.trim() === '' ? null : typed.trim();
}
