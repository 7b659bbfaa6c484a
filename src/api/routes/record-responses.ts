import * as z from 'zod/mini';
import { instant, instantOrNull, severity } from './response-fields.ts';

// Responses about readings and alarms.

export const series = z.strictObject({
  device: z.string(),
  channel: z.string(),
  from: instant,
  to: instant,
  /** How many readings there are; `points` has fewer if they were reduced. */
  readings: z.int(),
  /** Device time in epoch milliseconds, and value. A time with differing values has a point for each. */
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

/** Where there are several products. */
export const productNames = {
  /** The names of those that the rule is for. */
  affects: z.optional(z.array(z.string())),
  /** The names of those that the sensor stands for too, and that are within their own limits. */
  within: z.optional(z.array(z.string())),
};

export const alarm = z.strictObject({
  shipment: z.string(),
  rule: z.string(),
  severity,
  raisedAt: instant,
  since: instant,
  /** Device time at which the goods were back within the limit; null while they are outside. */
  until: instantOrNull,
  endedAt: instantOrNull,
  acknowledgedAt: instantOrNull,
  acknowledgedBy: z.nullable(z.string()),
  comment: z.nullable(z.string()),
  escalations: z.int(),
  ...productNames,
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
