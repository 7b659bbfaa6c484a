import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { decisions } from './enumerations.ts';
import { canonicalJson } from './canonical-json.ts';
import { readmittedSchema } from './readmission.ts';

/** A re-admission of time or freeze-thaw cycles, as it is signed. */
export const readmissionSchema = z.strictObject({
  shipment: z.string(),
  /** The last ledger entry that the signer had seen. */
  ledger: z.strictObject({ sequence: z.int(), hash: z.string() }),
  product: z.string(),
  /** The keys of the lots; null: all of the product. */
  lots: z.nullable(z.array(z.string())),
  readmitted: readmittedSchema,
  document: z.string(),
  /** The meaning in words, as printed. */
  meaning: z.string(),
  reason: z.string(),
});

/** What one step-up signs. Its hash is the nonce of the token. */
export const signsSchema = z.strictObject({
  challenge: z.string(),
  signer: z.strictObject({ subject: z.string(), username: z.string() }),
  decisions: z.array(
    z.strictObject({
      shipment: z.string(),
      decision: z.enum(decisions),
      lots: z.array(z.string()),
      /** The rejected lots, where some are rejected and not all; absent where none is. */
      rejected: z.optional(z.array(z.string())),
      /** The sequence number of the signed entry that this one replaces. */
      corrects: z.nullable(z.int()),
      /** The meaning in words, as printed. */
      meaning: z.string(),
      reason: z.string(),
      evidence: z.string(),
    }),
  ),
  /** Signed alone, without decisions. */
  readmission: z.optional(readmissionSchema),
});
export type Signs = z.infer<typeof signsSchema>;

/** A stored signature: what was signed, the token that proves it, and the key that signed the token. */
export const signatureSchema = z.strictObject({
  schema: z.literal('coldwatch/signature/1'),
  signs: signsSchema,
  issuer: z.string(),
  clientId: z.string(),
  /** The public key as a JSON Web Key. */
  key: z.strictObject({
    kty: z.literal('RSA'),
    kid: z.string(),
    alg: z.literal('RS256'),
    n: z.string(),
    e: z.string(),
  }),
  /** The ID token; null while it is still valid, so that nobody can reuse it. */
  token: z.nullable(z.string()),
  withheldUntil: z.nullable(z.string()),
});
export type StoredSignature = z.infer<typeof signatureSchema>;

/** Computes the nonce of a step-up: base64url of the SHA-256 of the canonical JSON (RFC 8785) of what it signs. */
export function nonceOf(signs: Signs): string {
  return createHash('sha256').update(canonicalJson(signs)).digest('base64url');
}
