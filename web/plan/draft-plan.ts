import { goodsOf } from '../../src/model/product.ts';
import type { Answer } from '../api/answer.ts';
import { type DraftProduct, noLot, toDraftProduct } from './draft-product.ts';

/** A plan in the form in which a shipment is planned. */
export type Plan = Answer<'showShipment'>['plan'];
/** What a template says of a plan. */
export type TemplatePlan = AddressBook['templates'][number]['plan'];
export type AddressBook = Answer<'getAddressBook'>;
export type PlannedPlace = Plan['origin'];

/** A geofence in the form of the API; distances in metres, positions in degrees (WGS 84). */
export type Area =
  | {
      readonly circle: {
        readonly latitude: number;
        readonly longitude: number;
        readonly radiusMeters: number;
      };
    }
  | {
      readonly polygon: {
        readonly corners: readonly { readonly latitude: number; readonly longitude: number }[];
      };
    };

/** A place while it is typed; without an area, positions are not compared with it. */
export type DraftPlace = { readonly name: string; readonly area: Area | null };
/** A carrier while it is typed; empty texts stand for what was not given. */
export type DraftCarrier = { readonly name: string; readonly phone: string; readonly email: string };

/** A plan while it is typed. Texts are as typed; times are ISO 8601 in UTC, null where they are not planned. */
export type DraftPlan = {
  readonly shipment: string;
  readonly site: string;
  /** Where products are listed, a name for all of them; empty for their own names. */
  readonly goods: string;
  /** What the goods are, one by one. None, or absent in a draft of an earlier release: the goods are one product. */
  readonly products?: readonly DraftProduct[];
  /** One lot per line. Like the profile, empty where products are listed, which have their own. */
  readonly lots: string;
  readonly sscc: string;
  readonly origin: DraftPlace;
  readonly destination: DraftPlace;
  readonly waypoints: readonly DraftPlace[];
  /** Id and version, as who-storage@1; empty while none is chosen. */
  readonly profile: string;
  readonly ambientProfile: string;
  readonly plannedDeparture: string | null;
  readonly plannedArrival: string | null;
  readonly vehicle: string;
  readonly packaging: string;
  readonly carrier: DraftCarrier;
  readonly audience: readonly string[];
  readonly escalation: readonly string[];
};

export const noPlace: DraftPlace = { name: '', area: null };
export const noCarrier: DraftCarrier = { name: '', phone: '', email: '' };

/** The plan with which planning begins at a site: its own audience is notified unless a person changes that. */
export function emptyPlan(site: string): DraftPlan {
  return {
    shipment: '',
    site,
    goods: '',
    products: [],
    lots: '',
    sscc: '',
    origin: noPlace,
    destination: noPlace,
    waypoints: [],
    profile: '',
    ambientProfile: '',
    plannedDeparture: null,
    plannedArrival: null,
    vehicle: '',
    packaging: '',
    carrier: noCarrier,
    audience: [audienceOf(site)],
    escalation: [],
  };
}

/** The audience that a site's plans use by convention. */
export function audienceOf(site: string): string {
  return `site:${site}`;
}

/** A recorded plan as it is typed. */
export function toDraft(plan: Plan): DraftPlan {
  return { ...emptyPlan(plan.site), shipment: plan.shipment, ...fieldsOf(plan) };
}

/** A plan to plan once more: everything but the number, the labels and the times, which belong to one shipment. */
export function copyOf(plan: Plan): DraftPlan {
  const draft = toDraft(plan);
  return {
    ...draft,
    shipment: '',
    sscc: '',
    plannedDeparture: null,
    plannedArrival: null,
    products: (draft.products ?? []).map((product) => ({ ...product, serials: [] })),
  };
}

/** A draft with what a template says; what it does not say stays as it is. */
export function withTemplate(draft: DraftPlan, template: TemplatePlan): DraftPlan {
  const filled = { ...draft, ...fieldsOf(template) };
  const [first, ...others] = filled.products ?? [];
  if (first === undefined || filled.lots === '') return filled;
  // Lots that were typed before belong to the first product, until a person moves them.
  const lots = filled.lots.split('\n').map((number) => ({ ...noLot, number }));
  return { ...filled, lots: '', products: [{ ...first, lots: [...first.lots, ...lots] }, ...others] };
}

/** The fields that a plan or a template has, as they are typed. */
function fieldsOf(given: TemplatePlan): Partial<DraftPlan> {
  const {
    products,
    lots,
    sscc,
    origin,
    destination,
    waypoints,
    ambientProfile,
    vehicle,
    packaging,
    ...rest
  } = given;
  const { carrier, ...same } = rest;
  return {
    ...withoutUndefined(same),
    ...(products !== undefined && {
      products: products.map(toDraftProduct),
      goods: same.goods === undefined || same.goods === goodsOf(products) ? '' : same.goods,
      profile: '',
    }),
    ...(lots !== undefined && { lots: lots.join('\n') }),
    ...(sscc !== undefined && { sscc: sscc ?? '' }),
    ...(origin !== undefined && { origin: toDraftPlace(origin) }),
    ...(destination !== undefined && { destination: toDraftPlace(destination) }),
    ...(waypoints !== undefined && { waypoints: waypoints.map(toDraftPlace) }),
    ...(ambientProfile !== undefined && { ambientProfile: ambientProfile ?? '' }),
    ...(vehicle !== undefined && { vehicle: vehicle ?? '' }),
    ...(packaging !== undefined && { packaging: packaging ?? '' }),
    ...(carrier !== undefined && { carrier: toDraftCarrier(carrier) }),
  };
}

type Defined<Fields> = { [name in keyof Fields]?: Exclude<Fields[name], undefined> };

function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}

export function toDraftPlace(place: PlannedPlace): DraftPlace {
  if (typeof place === 'string') return { name: place, area: null };
  const { name, circle, polygon } = place;
  if (circle !== undefined) return { name, area: { circle } };
  return { name, area: polygon === undefined ? null : { polygon } };
}

export function toDraftCarrier(carrier: Plan['carrier']): DraftCarrier {
  return carrier === null
    ? noCarrier
    : { name: carrier.name, phone: carrier.phone ?? '', email: carrier.email ?? '' };
}
