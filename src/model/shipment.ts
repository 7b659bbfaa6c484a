import * as z from 'zod/mini';
import { carrierSchema } from './carrier.ts';
import { profileVersion, sscc, text, texts, time } from './fields.ts';
import { must } from './problems.ts';
import { eachHasOwnFields, nothingBesideProducts, whatIsPlanned } from './products-or-goods.ts';
import { productsSchema } from './product-schema.ts';
import { id } from './rules/rule-fields.ts';

const within = (limit: number) =>
  z
    .number('must be a number')
    .check(
      z.gte(-limit, `must be between -${limit} and ${limit} degrees`),
      z.lte(limit, `must be between -${limit} and ${limit} degrees`),
    );
const point = z.strictObject({ latitude: within(90), longitude: within(180) }, must('must be an object'));
const circle = z.strictObject(
  {
    latitude: within(90),
    longitude: within(180),
    radiusMeters: z.number(must('must be a number')).check(z.gt(0, 'must be more than 0 m')),
  },
  must('must be an object'),
);
const polygon = z.strictObject(
  {
    corners: z
      .array(point, must('must be a list'))
      .check(
        z.minLength(3, 'must have three corners at least'),
        z.maxLength(500, 'must have 500 corners at most'),
      ),
  },
  must('must be an object'),
);

/** A place with its name and, if positions are to be compared with it, its geofence. */
export const placeSchema = z.pipe(
  z.union(
    [
      text,
      z.strictObject(
        { name: text, circle: z.optional(circle), polygon: z.optional(polygon) },
        must('must be an object'),
      ),
    ],
    must('must be a name, or an object with name and circle or polygon'),
  ),
  z.transform((given, context) => {
    if (typeof given === 'string') return { name: given, area: null };
    const { name, circle: round, polygon: cornered } = given;
    if (round !== undefined && cornered !== undefined) {
      context.issues.push({ code: 'custom', message: 'has a circle and a polygon; give one', input: given });
      return z.NEVER;
    }
    if (round !== undefined) return { name, area: { kind: 'circle' as const, ...round } };
    return { name, area: cornered === undefined ? null : { kind: 'polygon' as const, ...cornered } };
  }),
);

/** A shipment as people plan it. With geofences, positions can show departure and arrival; times have a zone. */
const fields = z.strictObject(
  {
    shipment: id,
    goods: z.optional(text),
    products: z.optional(z.nullable(productsSchema)),
    lots: z.optional(texts),
    sscc: z._default(z.nullable(sscc), null),
    origin: placeSchema,
    destination: placeSchema,
    waypoints: z._default(
      z.array(placeSchema, must('must be a list')).check(z.maxLength(50, 'must have at most 50 items')),
      [],
    ),
    plannedDeparture: z._default(z.nullable(time), null),
    plannedArrival: z._default(z.nullable(time), null),
    site: text,
    profile: z.optional(profileVersion),
    ambientProfile: z._default(z.nullable(profileVersion), null),
    audience: z._default(texts, []),
    escalation: z._default(texts, []),
    vehicle: z._default(z.nullable(text), null),
    packaging: z._default(z.nullable(text), null),
    carrier: z._default(z.nullable(carrierSchema), null),
  },
  must('must be an object'),
);

/**
 * A shipment as people plan it: its goods with a profile and lots, or its products, each with its own. Of products, the
 * goods, the profile and the lots are derived.
 */
export const shipmentSchema = z.pipe(
  fields.check((context) => {
    const { plannedDeparture, plannedArrival } = context.value;
    if (plannedDeparture !== null && plannedArrival !== null && plannedArrival < plannedDeparture)
      context.issues.push({
        code: 'custom',
        message: 'plannedArrival must not be before plannedDeparture',
        input: plannedArrival,
      });
  }, eachHasOwnFields),
  z.transform((given) => {
    const {
      shipment,
      sscc: label,
      origin,
      destination,
      waypoints,
      plannedDeparture,
      plannedArrival,
      site,
    } = given;
    const { ambientProfile, audience, escalation, vehicle, packaging, carrier } = given;
    const { goods, products, lots, profile } = whatIsPlanned(given);
    // The ledger keeps the order of the fields, which a plan without products has had from the first.
    return {
      shipment,
      goods,
      ...(products !== undefined && { products }),
      lots,
      sscc: label,
      origin,
      destination,
      waypoints,
      plannedDeparture,
      plannedArrival,
      site,
      profile,
      ambientProfile,
      audience,
      escalation,
      vehicle,
      packaging,
      carrier,
    };
  }),
);

/** A shipment in parsed form. */
export type PlannedShipment = z.output<typeof shipmentSchema>;

/** What a change of a plan may name, each as in the plan; what it does not name stays as it is. */
export const planChangeSchema = z
  .strictObject(
    {
      goods: z.optional(text),
      products: z.optional(productsSchema),
      lots: z.optional(texts),
      sscc: z.optional(z.nullable(sscc)),
      origin: z.optional(placeSchema),
      destination: z.optional(placeSchema),
      waypoints: z.optional(
        z.array(placeSchema, must('must be a list')).check(z.maxLength(50, 'must have at most 50 items')),
      ),
      plannedDeparture: z.optional(z.nullable(time)),
      plannedArrival: z.optional(z.nullable(time)),
      profile: z.optional(profileVersion),
      ambientProfile: z.optional(z.nullable(profileVersion)),
      audience: z.optional(texts),
      escalation: z.optional(texts),
      vehicle: z.optional(z.nullable(text)),
      packaging: z.optional(z.nullable(text)),
      carrier: z.optional(z.nullable(carrierSchema)),
    },
    must('must be an object'),
  )
  .check((context) => {
    if (Object.values(context.value).some((given) => given !== undefined)) return;
    context.issues.push({
      code: 'custom',
      path: [],
      message: 'must name what to change, such as goods, lots or plannedArrival',
      input: context.value,
    });
  }, nothingBesideProducts);

/** A change of a plan in parsed form. */
export type PlanChange = z.output<typeof planChangeSchema>;
