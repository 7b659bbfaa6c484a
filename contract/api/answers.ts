import * as z from 'zod/mini';
import { verdictSchema } from '../verdict.ts';

// What the API answers. Times are ISO 8601 in UTC with milliseconds.

const instant = z.iso.datetime({ precision: 3 });
const instantOrNull = z.nullable(instant);
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const profileVersion = z.strictObject({ id: z.string(), version: z.int() });
const outcome = z.enum(['pass', 'fail', 'not-applicable']);
const recommendation = z.enum(['release', 'quarantine', 'reject']);
const severity = z.enum(['info', 'minor', 'major', 'critical']);
export const decision = z.enum(['released', 'partly-released', 'quarantined', 'rejected']);
export const shipmentStatus = z.enum([
  'planned',
  'in-transit',
  'arrived',
  'released',
  'partly-released',
  'quarantined',
  'rejected',
  'contradicted',
]);

/** A page of a list; `next` is the cursor of the one after it, null where this is the last. */
export function pageOf<Item extends z.core.$ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.nullable(z.string()) });
}

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

export const signedVerdict = z.strictObject({
  sequence: z.int(),
  decision,
  lots: z.array(z.string()),
  meaning: z.string(),
  reason: z.string(),
  recommendation,
  evidence: hash,
  corrects: z.nullable(z.int()),
  /** Sequence of the entry that took its place; null while it is in force. */
  correctedBy: z.nullable(z.int()),
  /** Sequences of the entries that say that later data speak against it. */
  contradictedBy: z.array(z.int()),
  signer: z.strictObject({ name: z.string(), username: z.string(), subject: z.string() }),
  signedAt: instant,
  recordedAt: instant,
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

const check = z.strictObject({ id: z.string(), outcome, sentence: z.string() });

export const receipt = z.strictObject({
  shipment: z.string(),
  sequence: z.int(),
  recommendation,
  checks: z.array(check),
  lots: z.array(z.string()),
  /** Sequence of the signed decision in force, which a new one must correct; null before there is one. */
  signed: z.nullable(z.int()),
});

const signedDecision = z.strictObject({
  shipment: z.string(),
  meaning: z.string(),
  reason: z.string(),
  evidence: hash,
});

export const challenge = z.strictObject({
  challenge: z.string(),
  expiresAt: instant,
  /** What the step-up must be asked for: its hash is the nonce. */
  signs: z.strictObject({
    challenge: z.string(),
    signer: z.strictObject({ subject: z.string(), username: z.string() }),
    decisions: z.array(signedDecision),
  }),
  nonce: z.string(),
  receipts: z.array(
    z.strictObject({ shipment: z.string(), recommendation, checks: z.array(check), evidence: hash }),
  ),
});

export const link = z.strictObject({
  url: z.string(),
  expiresAt: instant,
  bytes: z.int(),
  sha256: hash,
});

export const keptProfile = z.strictObject({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  sha256: hash,
  writtenBy: z.string(),
  approvedBy: z.nullable(z.string()),
  approvedAt: instantOrNull,
});

export const profileShown = z.strictObject({
  ...keptProfile.shape,
  /** As it was written. */
  profile: z.looseObject({ id: z.string() }),
});

export const subscriber = z.strictObject({
  subscriber: z.string(),
  protocol: z.string(),
  endpoint: z.string(),
  audience: z.nullable(z.array(z.string())),
  severity: z.nullable(z.array(z.string())),
  isConfirmed: z.boolean(),
});

export const device = z.strictObject({
  device: z.string(),
  shipment: z.string(),
  since: instant,
  role: z.enum(['product', 'ambient', 'spare']),
  lastReadAt: instantOrNull,
});

export const rebuilt = z.strictObject({
  items: z.array(z.strictObject({ shipment: z.string(), was: z.enum(['missing', 'different', 'same']) })),
  next: z.nullable(z.string()),
});

export const person = z.strictObject({
  username: z.string(),
  roles: z.array(z.enum(['logistics', 'pharmacist', 'operations'])),
  sites: z.array(z.string()),
});

/** What a page or a command line must know to sign people in. */
export const configuration = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  signingClientId: z.string(),
  scope: z.string(),
});

/** RFC 9457; what else there is to say stands beside the standard's members. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  /** What is wrong with the request, each with its field. */
  problems: z.optional(z.array(z.string())),
  /** Ledger entries that came since, where the request was based on fewer. */
  entries: z.optional(z.array(entry)),
});
export type Problem = z.infer<typeof problem>;
