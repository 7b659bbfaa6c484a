import * as z from 'zod/mini';
import { outcome } from '../../model/verdict.ts';
import { decision, hash, instant, recommendation } from './response-fields.ts';

// Responses about receipts and signatures.

/** The keys of the rejected lots, where some are rejected and not all; absent where none is. */
const rejected = z.optional(z.array(z.string()));

export const signedVerdict = z.strictObject({
  shipment: z.string(),
  sequence: z.int(),
  decision,
  lots: z.array(z.string()),
  rejected,
  meaning: z.string(),
  reason: z.string(),
  recommendation,
  evidence: hash,
  corrects: z.nullable(z.int()),
  /** Sequence of the entry that corrected this decision; null while it is in force. */
  correctedBy: z.nullable(z.int()),
  /** What became of each lot; absent where there is one product, unless some of its lots were rejected. */
  fates: z.optional(
    z.array(
      z.strictObject({
        product: z.string(),
        name: z.string(),
        /** The key by which a decision names it: of a product without named lots its id, or null. */
        lot: z.nullable(z.string()),
        number: z.nullable(z.string()),
        fate: z.enum(['released', 'quarantined', 'rejected']),
      }),
    ),
  ),
  /** Sequences of the entries that record later data contradicting it. */
  contradictedBy: z.array(z.int()),
  signer: z.strictObject({ name: z.string(), username: z.string(), subject: z.string() }),
  signedAt: instant,
  recordedAt: instant,
});

const check = z.strictObject({
  id: z.string(),
  /** `not-known` means that the data for the check were never given. */
  outcome: z.enum([...outcome.options, 'not-known']),
  sentence: z.string(),
});

const amount = z.number();

/** What is recommended of a product and of each of its lots. */
const productReceipt = z.strictObject({
  product: z.string(),
  name: z.string(),
  gtin: z.nullable(z.string()),
  recommendation,
  /** The verdict's own recommendation. */
  judged: recommendation,
  /** The checks that are about this product alone. */
  checks: z.array(check),
  lots: z.array(
    z.strictObject({
      /** The key by which a decision names it; null stands for a product of which no lot is named: its id names it. */
      lot: z.nullable(z.string()),
      number: z.nullable(z.string()),
      quantity: z.nullable(z.int()),
      expiry: z.nullable(z.string()),
      recommendation,
      /** What the lot has used of each allowance, in milliseconds; in cycles where `allowance` is null. */
      allowances: z.array(
        z.strictObject({
          allowance: z.nullable(z.string()),
          outcome: z.enum([...outcome.options, 'not-known']),
          sentence: z.string(),
          total: amount,
          before: amount,
          here: amount,
          readmitted: amount,
          left: amount,
        }),
      ),
    }),
  ),
});

/** What is proposed: the decision, with the lots that it releases and rejects where they differ. */
const proposal = z.strictObject({ decision, lots: z.array(z.string()), rejected });

/** Absent where there is one product without allowances. */
const products = z.optional(z.array(productReceipt));

/** The decisions signed by one step-up; `refused` lists those that were not signed, each with the reason. */
export const signedReceipts = z.strictObject({
  items: z.array(signedVerdict),
  refused: z.array(z.strictObject({ shipment: z.string(), detail: z.string() })),
});

export const receipt = z.strictObject({
  shipment: z.string(),
  sequence: z.int(),
  recommendation,
  checks: z.array(check),
  /** Sensors without the known calibration that the profile requires; a release then needs a reason. */
  calibrationMissing: z.array(z.string()),
  lots: z.array(z.string()),
  products,
  proposal: z.optional(proposal),
  /** Sequence of the signed decision in force, which a new one must correct; null if none was signed. */
  signed: z.nullable(z.int()),
});

/** What a verification of the evidence found; `problem` says what is wrong, and is null if everything agrees. */
export const verification = z.strictObject({
  asOf: instant,
  problem: z.nullable(z.string()),
  found: z.nullable(
    z.strictObject({
      entries: z.int(),
      readings: z.int(),
      signatures: z.int(),
      /** Files of loggers whose bytes are those that were read. */
      files: z.int(),
      /** Until when the last token of a signature is left out of the evidence; null if all are in it. */
      tokensWithheldUntil: z.nullable(z.string()),
      /** What is not wrong and must be known. */
      caveats: z.array(z.string()),
    }),
  ),
});

const signedDecision = z.strictObject({
  shipment: z.string(),
  decision,
  lots: z.array(z.string()),
  rejected,
  corrects: z.nullable(z.int()),
  meaning: z.string(),
  reason: z.string(),
  evidence: hash,
});

export const challenge = z.strictObject({
  challenge: z.string(),
  expiresAt: instant,
  /** What the step-up signs; its hash is the nonce to request the ID token with. */
  signs: z.strictObject({
    challenge: z.string(),
    signer: z.strictObject({ subject: z.string(), username: z.string() }),
    decisions: z.array(signedDecision),
  }),
  nonce: z.string(),
  receipts: z.array(
    z.strictObject({
      shipment: z.string(),
      recommendation,
      checks: z.array(check),
      products,
      proposal: z.optional(proposal),
      evidence: hash,
    }),
  ),
});
