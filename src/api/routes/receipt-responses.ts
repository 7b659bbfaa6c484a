import * as z from 'zod/mini';
import { decision, hash, instant, outcome, recommendation } from './response-fields.ts';

// What the API answers about receipts and signatures.

export const signedVerdict = z.strictObject({
  shipment: z.string(),
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

const check = z.strictObject({
  id: z.string(),
  /** `not-known`: what the check asks for was never given. */
  outcome: z.enum([...outcome.options, 'not-known']),
  sentence: z.string(),
});

/** What was signed by one step-up; `refused`: what had changed at the last moment, and was not. */
export const signedReceipts = z.strictObject({
  items: z.array(signedVerdict),
  refused: z.array(z.strictObject({ shipment: z.string(), detail: z.string() })),
});

export const receipt = z.strictObject({
  shipment: z.string(),
  sequence: z.int(),
  recommendation,
  checks: z.array(check),
  /** Sensors whose calibration is not known although the profile requires it: a release needs a reason. */
  calibrationMissing: z.array(z.string()),
  lots: z.array(z.string()),
  /** Sequence of the signed decision in force, which a new one must correct; null before there is one. */
  signed: z.nullable(z.int()),
});

const signedDecision = z.strictObject({
  shipment: z.string(),
  decision,
  lots: z.array(z.string()),
  corrects: z.nullable(z.int()),
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
