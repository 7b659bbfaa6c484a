import { createHash } from 'node:crypto';

/** Names bytes by their content: the first eight base64url characters of their SHA-256. */
export function contentName(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 8);
}
