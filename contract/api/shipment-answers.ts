import * as z from 'zod/mini';
import { verdictSchema } from '../verdict.ts';
import {
  decision,
  hash,
  instant,
  instantOrNull,
  profileVersion,
  recommendation,
  severity,
  shipmentStatus,
} from './answered.ts';

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
  departedAt: instantOrNull,
  arrivedAt: instantOrNull,
  devices: z.array(z.string()),
  openAlarms: z.array(z.string()),
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
  plannedArrival: instantOrNull,
  custody: z.nullable(z.strictObject({ holder: z.string(), since: instant })),
  attachments: z.array(attachment),
});

const { schema: _schema, profile: _profile, input: _input, ...judgement } = verdictSchema.shape;

export const shipmentVerdict = z.strictObject({
  schema: z.literal('coldwatch/shipment-verdict/1'),
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

export const series = z.strictObject({
  device: z.string(),
  channel: z.string(),
  from: instant,
  to: instant,
  /** How many readings there are; `points` are fewer where they were reduced. */
  readings: z.int(),
  /** Epoch milliseconds and value, in device time. Of a time with differing values all stand. */
  points: z.array(z.tuple([z.number(), z.number()])),
});

export const track = z.strictObject({
  device: z.string(),
  channel: z.literal('location'),
  from: instant,
  to: instant,
  readings: z.int(),
  /** Epoch milliseconds, latitude, longitude. */
  points: z.array(z.tuple([z.number(), z.number(), z.number()])),
});

export const alarm = z.strictObject({
  shipment: z.string(),
  rule: z.string(),
  severity,
  raisedAt: instant,
  since: instant,
  endedAt: instantOrNull,
  acknowledgedAt: instantOrNull,
  escalations: z.int(),
});

export const alarmFigures = z.strictObject({
  shipment: z.string(),
  rule: z.string(),
  alarms: z.int(),
  standing: z.int(),
  endedSoon: z.int(),
  acknowledged: z.int(),
  meanAcknowledgedAfterSeconds: z.nullable(z.number()),
  severity,
});
