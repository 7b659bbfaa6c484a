import * as z from 'zod/mini';
import { id } from './profile-rule.ts';
import { readDeviceTime } from './payload/device-time.ts';

const text = z.string('must be a text').check(z.minLength(1, 'must not be empty'));
const within = (limit: number) =>
  z
    .number('must be a number')
    .check(
      z.gte(-limit, `must be between -${limit} and ${limit} degrees`),
      z.lte(limit, `must be between -${limit} and ${limit} degrees`),
    );
const point = z.strictObject({ latitude: within(90), longitude: within(180) });
const circle = z.strictObject({
  latitude: within(90),
  longitude: within(180),
  radiusMeters: z.number('must be a number').check(z.gt(0, 'must be more than 0 m')),
});
const polygon = z.strictObject({
  corners: z.array(point).check(z.minLength(3, 'must have three corners at least')),
});

/** A place by its name, with its geofence where positions are to tell of it. */
const place = z.pipe(
  z.union(
    [text, z.strictObject({ name: text, circle: z.optional(circle), polygon: z.optional(polygon) })],
    'must be a name, or an object with name and circle or polygon',
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

const time = z.pipe(
  z.string('must be a time'),
  z.transform((given, context) => {
    const read = readDeviceTime(given, null);
    if (read.ok) return read.at;
    context.issues.push({ code: 'custom', message: read.reason, input: given });
    return z.NEVER;
  }),
);

/** A version of a profile, as "who-storage@1"; without a version the first. */
const profileVersion = z.pipe(
  z.string('must be a profile, as who-storage or who-storage@1'),
  z.transform((given, context) => {
    const match = /^(.*?)(?:@(\d{1,9}))?$/.exec(given)!;
    const parsed = id.safeParse(match[1]);
    if (parsed.success) return { id: parsed.data, version: Number(match[2] ?? 1) };
    context.issues.push({ code: 'custom', message: parsed.error.issues[0]!.message, input: given });
    return z.NEVER;
  }),
);

/** A shipment as people plan it. Geofences let positions tell of departure and arrival; times have a zone. */
export const shipmentSchema = z.strictObject({
  shipment: id,
  goods: text,
  origin: place,
  destination: place,
  waypoints: z._default(z.array(place), []),
  plannedDeparture: z._default(z.nullable(time), null),
  plannedArrival: z._default(z.nullable(time), null),
  site: text,
  profile: profileVersion,
  ambientProfile: z._default(z.nullable(profileVersion), null),
  audience: z._default(z.array(text), []),
  escalation: z._default(z.array(text), []),
  vehicle: z._default(z.nullable(text), null),
});

/** A shipment as people write it, and as it is read. */
export type ShipmentJson = z.input<typeof shipmentSchema>;
export type PlannedShipment = z.output<typeof shipmentSchema>;

export type ParsedShipment = { ok: true; planned: PlannedShipment } | { ok: false; problems: string[] };

/** Reads a planned shipment; each problem names its field. */
export function parseShipment(json: unknown): ParsedShipment {
  const parsed = shipmentSchema.safeParse(json);
  if (parsed.success) return { ok: true, planned: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => {
      const field = issue.path.map(String).join('.') || 'shipment';
      return issue.code === 'unrecognized_keys'
        ? `${field}: unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`
        : `${field}: ${issue.message}`;
    }),
  };
}
