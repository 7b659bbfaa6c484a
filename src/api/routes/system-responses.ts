import * as z from 'zod/mini';
import { personRoles } from '../../model/enumerations.ts';
import { hash, instant, instantOrNull, role } from './response-fields.ts';
import { planProblem } from './planning-responses.ts';
import { entry } from './shipment-responses.ts';

// Responses about everything except shipments and receipts: files, profiles, people, problems.

export const link = z.strictObject({
  url: z.string(),
  expiresAt: instant,
  bytes: z.int(),
  sha256: hash,
});

export const storedProfile = z.strictObject({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  sha256: hash,
  writtenBy: z.string(),
  approvedBy: z.nullable(z.string()),
  approvedAt: instantOrNull,
});

export const profileShown = z.strictObject({
  ...storedProfile.shape,
  /** The profile as it was written. */
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
  role,
  lastReadAt: instantOrNull,
});

export const rebuilt = z.strictObject({
  items: z.array(z.strictObject({ shipment: z.string(), was: z.enum(['missing', 'different', 'same']) })),
  next: z.nullable(z.string()),
});

export const person = z.strictObject({
  username: z.string(),
  roles: z.array(z.enum(personRoles)),
  sites: z.array(z.string()),
});

/** What the page or the command line needs to sign people in. */
export const configuration = z.strictObject({
  issuer: z.string(),
  clientId: z.string(),
  signingClientId: z.string(),
  scope: z.string(),
});

/** A problem by RFC 9457; further members extend those of the standard. */
export const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.optional(z.string()),
  /** Everything that is wrong with the request, each with its field. */
  problems: z.optional(z.array(z.string())),
  /** The ledger entries added since the one that the request was based on. */
  entries: z.optional(z.array(entry)),
  /** What is wrong with which of several shipments that were to be planned; none of them was. */
  items: z.optional(z.array(planProblem)),
});
export type Problem = z.infer<typeof problem>;
