import { createHmac } from 'node:crypto';

/** The header with the signature of a webhook's body. */
export const signatureHeader = 'coldwatch-signature';

/**
 * The signature of a body: the time in seconds, and HMAC-SHA256 of time, a full stop and the body. Whoever checks it
 * should refuse one that is older than a few minutes.
 */
export function signatureOf(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
