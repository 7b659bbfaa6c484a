import * as z from 'zod/mini';
import { carrier, plan, product } from './planning-responses.ts';
import { productNames } from './record-responses.ts';
import {
  decision,
  hash,
  instant,
  instantOrNull,
  profileVersion,
  recommendation,
  role,
  severity,
  shipmentStatus,
} from './response-fields.ts';

// Responses about shipments.

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
  /** Inferred from positions so far, whether declared or not. An inferred time does not end a record. */
  inferredDepartedAt: instantOrNull,
  inferredArrivedAt: instantOrNull,
  devices: z.array(z.string()),
  lots: z.array(z.string()),
  /** Where there are several. */
  productCount: z.optional(z.int()),
  vehicle: z.nullable(z.string()),
  carrier: z.nullable(carrier),
  plannedDeparture: instantOrNull,
  plannedArrival: instantOrNull,
  openAlarms: z.array(z.string()),
  standingAlarms: z.array(
    z.strictObject({
      rule: z.string(),
      severity,
      /** Device time at which the goods went outside the limit. */
      since: instant,
      /** Device time at which they were back within it; null while they are outside. */
      until: instantOrNull,
      /** When the system recorded the alarm. */
      raisedAt: instant,
      acknowledgedAt: instantOrNull,
      acknowledgedBy: z.nullable(z.string()),
      /** What was said when it was acknowledged. */
      comment: z.nullable(z.string()),
      ...productNames,
    }),
  ),
  /** The rules that were broken and whose alarm was cleared. */
  clearedAlarms: z.array(z.string()),
  /** Kinds of the open diagnostics of sensors and the journey. */
  warnings: z.array(z.string()),
  silentDevices: z.array(z.string()),
  decision: z.nullable(
    z.strictObject({
      decision,
      lots: z.array(z.string()),
      /** The rejected lots, where some are rejected and not all; absent where none is. */
      rejected: z.optional(z.array(z.string())),
      name: z.string(),
      signedAt: instant,
      sequence: z.int(),
    }),
  ),
  /** Who cancelled it, when and why; null if it was not cancelled. */
  cancellation: z.nullable(z.strictObject({ at: instant, by: z.string(), reason: z.string() })),
  /** The length of the ledger, on which a write is based. */
  sequence: z.int(),
  changedAt: instant,
});

/** What a device last sent, in device time. */
export const lastHeard = z.strictObject({
  device: z.string(),
  role,
  readAt: instantOrNull,
  /** Null if there is no temperature yet, or the newest one is unreadable. */
  celsius: z.nullable(z.number()),
  /** When the temperature was read; other channels may have been read later. */
  celsiusAt: instantOrNull,
  /** What the sensor sends instead of a temperature, and since when; null if the newest temperature is readable. */
  unreadable: z.nullable(z.strictObject({ text: z.string(), since: instant })),
  batteryPercent: z.nullable(z.number()),
  latitude: z.nullable(z.number()),
  longitude: z.nullable(z.number()),
  /** The rule whose allowance is used most, and the fraction used (1 is all); null if no limit was exceeded. */
  allowance: z.nullable(z.strictObject({ rule: z.string(), used: z.number() })),
});

/** A monitored shipment with what its sensors last sent. */
export const boardItem = z.strictObject({
  ...shipmentSummary.shape,
  sensors: z.array(lastHeard),
  /** The places of the plan whose geofence is known, in the order of the journey. */
  way: z.array(
    z.strictObject({
      kind: z.enum(['origin', 'waypoint', 'destination']),
      name: z.string(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
  /** When it may arrive, estimated from the remaining way at the pace so far; null where that cannot be said. */
  estimatedArrival: z.nullable(
    z.strictObject({ earliest: instant, likely: instant, latest: instant, remainingMeters: z.number() }),
  ),
});

export const board = z.strictObject({
  /** Server time of the response; pass it as `since` to get the changes after it. */
  asOf: instant,
  items: z.array(boardItem),
  next: z.nullable(z.string()),
});

const evaluatedBy = z.strictObject({
  recommendation,
  failed: z.array(z.string()),
  reasons: z.array(z.string()),
});

/** The recommendations for recent shipments, and what they would be by another version of their profile. */
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

/** The ledger entry that an action of a shipment resulted in. */
export const stepTaken = z.strictObject({ shipment: z.string(), sequence: z.int(), hash });

export const attachment = z.strictObject({
  device: z.string(),
  role,
  since: instant,
  detachedAt: instantOrNull,
  intervalSeconds: z.number(),
  profile: profileVersion,
  /** The ids of the products that it stands for; null where it stands for all. */
  products: z.nullable(z.array(z.string())),
  calibratedUntil: instantOrNull,
  declaredAt: instantOrNull,
});

export const shipmentShown = z.strictObject({
  ...boardItem.shape,
  ambientProfile: z.nullable(profileVersion),
  audience: z.array(z.string()),
  escalation: z.array(z.string()),
  /** The current plan, in the form in which a shipment is planned. */
  plan,
  /** What the shipment carries; where the plan names no products, its goods are the one. */
  products: z.array(product),
  custody: z.nullable(z.strictObject({ holder: z.string(), since: instant })),
  attachments: z.array(attachment),
});
