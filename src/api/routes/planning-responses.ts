import * as z from 'zod/mini';
import { instant, instantOrNull } from './response-fields.ts';

// Responses about plans: what a site remembers, and many shipments at once. Plans are given in the form in which a
// shipment is planned, so that they can be sent again.

const point = z.strictObject({ latitude: z.number(), longitude: z.number() });

export const carrier = z.strictObject({
  name: z.string(),
  phone: z.nullable(z.string()),
  email: z.nullable(z.string()),
});

/** A place of a plan with its geofence: a name alone where none is known. */
export const plannedPlace = z.union([
  z.string(),
  z.strictObject({
    name: z.string(),
    circle: z.optional(z.strictObject({ ...point.shape, radiusMeters: z.number() })),
    polygon: z.optional(z.strictObject({ corners: z.array(point) })),
  }),
]);

/** A product of a plan; its profile as who-storage@1. */
export const product = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** 14 digits. */
  gtin: z.nullable(z.string()),
  profile: z.string(),
  lots: z.array(
    z.strictObject({
      number: z.string(),
      quantity: z.nullable(z.int()),
      /** The last day, as 2027-03-31. */
      expiry: z.nullable(z.string()),
    }),
  ),
  serials: z.optional(z.array(z.string())),
});

/** The fields of a plan; a template has some of them. */
const planFields = {
  goods: z.string(),
  /** Where the plan names products, and then instead of lots and profile. */
  products: z.optional(z.array(product)),
  lots: z.optional(z.array(z.string())),
  sscc: z.nullable(z.string()),
  origin: plannedPlace,
  destination: plannedPlace,
  waypoints: z.array(plannedPlace),
  plannedDeparture: instantOrNull,
  plannedArrival: instantOrNull,
  /** Id and version, as who-storage@1. */
  profile: z.optional(z.string()),
  ambientProfile: z.nullable(z.string()),
  audience: z.array(z.string()),
  escalation: z.array(z.string()),
  vehicle: z.nullable(z.string()),
  packaging: z.nullable(z.string()),
  carrier: z.nullable(carrier),
};

/** The current plan of a shipment, in the form in which a shipment is planned. */
export const plan = z.strictObject({ shipment: z.string(), site: z.string(), ...planFields });

const remembered = {
  /** Made from the name; saving the same name again replaces what was saved before. */
  id: z.string(),
  name: z.string(),
  changedBy: z.string(),
  changedAt: instant,
};

export const rememberedPlace = z.strictObject({
  ...remembered,
  place: plannedPlace,
  address: z.nullable(z.string()),
  phone: z.nullable(z.string()),
});

export const rememberedCarrier = z.strictObject({ ...remembered, carrier });

export const rememberedTemplate = z.strictObject({
  ...remembered,
  plan: z.partial(z.strictObject(planFields)),
});

/** What a site remembers for its plans, each list by name. */
export const addressBook = z.strictObject({
  places: z.array(rememberedPlace),
  carriers: z.array(rememberedCarrier),
  templates: z.array(rememberedTemplate),
});

export const removed = z.strictObject({ id: z.string() });

/** A selection of a list that this person saved. */
export const savedView = z.strictObject({ id: z.string(), name: z.string(), query: z.string() });

/** What is wrong with one of several shipments. */
export const planProblem = z.strictObject({
  /** The place of the shipment in the list, from 0. */
  item: z.int(),
  shipment: z.nullable(z.string()),
  /** The field, such as "origin.circle.latitude"; empty where the shipment as a whole is refused. */
  field: z.string(),
  message: z.string(),
});

/** Many shipments, planned or checked. If there is any problem, none of them is planned. */
export const plannedTogether = z.strictObject({
  planned: z.array(z.strictObject({ shipment: z.string(), sequence: z.int() })),
  problems: z.array(planProblem),
});
