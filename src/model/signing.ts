import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { canonicalJson } from './digest.ts';

/** What one step-up signs: its hash is the nonce of the token. */
export const signsSchema = z.strictObject({
  challenge: z.string(),
  signer: z.strictObject({ subject: z.string(), username: z.string() }),
  decisions: z.array(
    z.strictObject({
      shipment: z.string(),
      decision: z.enum(['released', 'partly-released', 'quarantined', 'rejected']),
      lots: z.array(z.string()),
      /** Sequence of the signed entry that it takes the place of. */
      corrects: z.nullable(z.int()),
      /** The same in words, as it is printed. */
      meaning: z.string(),
      reason: z.string(),
      evidence: z.string(),
    }),
  ),
});
export type Signs = z.infer<typeof signsSchema>;

/** A signature as it is kept: what was signed, the token that proves it, and the key that the token is signed with. */
export const signatureSchema = z.strictObject({
  schema: z.literal('coldwatch/signature/1'),
  signs: signsSchema,
  issuer: z.string(),
  clientId: z.string(),
  /** JSON Web Key, the public half. */
  key: z.strictObject({
    kty: z.literal('RSA'),
    kid: z.string(),
    alg: z.literal('RS256'),
    n: z.string(),
    e: z.string(),
  }),
  /** The ID token; null while it is valid, so that nobody can use it for anything else. */
  token: z.nullable(z.string()),
  withheldUntil: z.nullable(z.string()),
});
export type StoredSignature = z.infer<typeof signatureSchema>;

/** The nonce of a step-up: base64url of the SHA-256 of the canonical JSON (RFC 8785) of what it signs. */
export function nonceOf(signs: Signs): string {
  return createHash('sha256').update(canonicalJson(signs)).digest('base64url');
}
