import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256 of bytes or UTF-8 text, in lower-case hexadecimal. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Serializes a JSON value in its one canonical form: RFC 8785. */
export function canonicalJson(value: unknown): string {
  return canonicalize(value)!;
}

/** SHA-256 of a value's canonical JSON. */
export function sha256OfJson(value: unknown): string {
  return sha256(canonicalJson(value));
}
