import * as z from 'zod/mini';
import { verdictSchema } from '../../model/verdict.ts';
import {
  decision,
  hash,
  instant,
  instantOrNull,
  profileVersion,
  recommendation,
  severity,
  shipmentStatus,
} from './response-fields.ts';

// What the API answers about shipments.

export const shipmentSummary = z.strictObject({
  shipment: z.string(),
  status: shipmentStatus,
  site: z.string(),
  goods: z.string(),
  sscc: z.nullable(z.string()),
  origin: z.string(),
  destination: z.string(),
  profile: profileVersion,
  /** As people declared it. */
  departedAt: instantOrNull,
  arrivedAt: instantOrNull,
  /** As positions show it now, declared or not. It ends no record. */
  inferredDepartedAt: instantOrNull,
  inferredArrivedAt: instantOrNull,
  devices: z.array(z.string()),
  plannedArrival: instantOrNull,
  openAlarms: z.array(z.string()),
  standingAlarms: z.array(
    z.strictObject({ rule: z.string(), severity, raisedAt: instant, acknowledgedAt: instantOrNull }),
  ),
  /** What else stands: kinds of findings about sensors and the journey. */
  warnings: z.array(z.string()),
  silentDevices: z.array(z.string()),
  decision: z.nullable(
    z.strictObject({
      decision,
      lots: z.array(z.string()),
      name: z.string(),
      signedAt: instant,
      sequence: z.int(),
    }),
  ),
  /** Length of its ledger: what a write is based on. */
  sequence: z.int(),
  changedAt: instant,
});

/** What a device last said, in its own time. */
export const lastHeard = z.strictObject({
  device: z.string(),
  role: z.enum(['product', 'ambient', 'spare']),
  readAt: instantOrNull,
  /** Null where nothing was read yet, and where the newest temperature could not be read. */
  celsius: z.nullable(z.number()),
  /** When that was read: other channels may have been read later. */
  celsiusAt: instantOrNull,
  /** What the sensor says in place of a temperature, and since when; null where the newest one could be read. */
  unreadable: z.nullable(z.strictObject({ text: z.string(), since: instant })),
  batteryPercent: z.nullable(z.number()),
  latitude: z.nullable(z.number()),
  longitude: z.nullable(z.number()),
  /** The rule whose allowance is used most, and how much of it (1: all); null where nothing was outside. */
  allowance: z.nullable(z.strictObject({ rule: z.string(), used: z.number() })),
});

/** A shipment that goes on, with what its sensors last said. */
export const boardItem = z.strictObject({ ...shipmentSummary.shape, sensors: z.array(lastHeard) });

export const board = z.strictObject({
  /** Our time: what changes from then on is in the next answer. */
  asOf: instant,
  items: z.array(boardItem),
  next: z.nullable(z.string()),
});

const evaluatedBy = z.strictObject({
  recommendation,
  failed: z.array(z.string()),
  reasons: z.array(z.string()),
});

/** What recent shipments were recommended, and would be by another version of their profile. */
export const profilePreview = z.strictObject({
  items: z.array(
    z.strictObject({
      shipment: z.string(),
      goods: z.string(),
      status: shipmentStatus,
      profile: profileVersion,
      was: evaluatedBy,
      would: evaluatedBy,
    }),
  ),
});

export const entry = z.strictObject({
  shipment: z.string(),
  sequence: z.int(),
  recordedAt: z.number(),
  by: z.string(),
  why: z.string(),
  fact: z.looseObject({ kind: z.string() }),
  request: z.optional(z.string()),
  previous: z.nullable(hash),
  hash,
});

/** Where a shipment's ledger stands after a step. */
export const stepTaken = z.strictObject({ shipment: z.string(), sequence: z.int(), hash });

export const attachment = z.strictObject({
  device: z.string(),
  role: z.enum(['product', 'ambient', 'spare']),
  since: instant,
  detachedAt: instantOrNull,
  intervalSeconds: z.number(),
  profile: profileVersion,
  calibratedUntil: instantOrNull,
  declaredAt: instantOrNull,
});

export const shipmentShown = z.strictObject({
  ...shipmentSummary.shape,
  lots: z.array(z.string()),
  ambientProfile: z.nullable(profileVersion),
  audience: z.array(z.string()),
  escalation: z.array(z.string()),
  vehicle: z.nullable(z.string()),
  plannedDeparture: instantOrNull,
  custody: z.nullable(z.strictObject({ holder: z.string(), since: instant })),
  attachments: z.array(attachment),
});

const { schema: _schema, profile: _profile, input: _input, ...judgement } = verdictSchema.shape;

export const shipmentVerdict = z.strictObject({
  schema: z.literal('coldwatch/shipment-verdict/2'),
  shipment: z.string(),
  asOf: instant,
  recommendation,
  worst: z.nullable(z.string()),
  reasons: z.array(z.string()),
  disagreements: z.array(
    z.strictObject({
      kind: z.string(),
      subject: z.string(),
      severity,
      from: instant,
      to: instantOrNull,
      sentence: z.string(),
    }),
  ),
  sensors: z.array(
    z.strictObject({
      device: z.string(),
      role: z.enum(['product', 'ambient', 'spare']),
      decides: z.boolean(),
      profile: profileVersion,
      judgement: z.strictObject(judgement),
    }),
  ),
});
