import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../model/digest.ts';
import type { SourceSecrets } from '../../storage/source-secrets.ts';
import type { IngestRequest } from './read-ingest-request.ts';

/** How far the time of a signature may be from ours, in either direction. */
export const signatureValidForMs = 300_000;

/** What a name is checked against that has no secret, so that a request to it takes as long as to any other. */
const nobodys: Omit<SourceSecrets, 'authentication'> = { valid: [randomBytes(32).toString('hex')] };

const signatureForm = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/**
 * Checks the credentials of a request against the secrets that are valid now; `secrets` is null for a name that has
 * none. Returns null if they prove the source, else why not: for our records, not for the sender.
 */
export function checkCredentials(
  request: IngestRequest,
  secrets: SourceSecrets | null,
  now: number,
): string | null {
  const reason = request.credentials.signature === null ? checkSecret : checkSignature;
  if (secrets === null) {
    reason(request, nobodys.valid, now);
    return 'no source of this name takes messages over HTTPS';
  }
  if (secrets.authentication === 'signature' && request.credentials.signature === null)
    return `the request is not signed; this source signs its requests in a header X-Coldwatch-Signature`;
  return (secrets.authentication === 'secret' ? checkSecret : checkSignature)(request, secrets.valid, now);
}

function checkSecret({ credentials }: IngestRequest, valid: readonly string[]): string | null {
  if (credentials.secrets.length === 0) return 'the request has no secret';
  let isValid = false;
  // Each is compared with each, so that the time says nothing about which one differs.
  for (const given of credentials.secrets)
    for (const known of valid) if (isEqual(sha256(given), known)) isValid = true;
  return isValid ? null : 'the secret is not valid, or no longer';
}

function checkSignature(
  { source, body, credentials }: IngestRequest,
  valid: readonly string[],
  now: number,
): string | null {
  const [, seconds, signature] = signatureForm.exec(credentials.signature ?? '') ?? [];
  if (seconds === undefined)
    return 'the header X-Coldwatch-Signature is not of the form "t=<epoch seconds>,v1=<hexadecimal HMAC-SHA256>"';
  let isValid = false;
  for (const key of valid)
    if (isEqual(signatureOf(key, Number(seconds), source ?? '', body), signature!)) isValid = true;
  if (!isValid) return 'the signature is not that of this time, source and body with a valid key';
  const aheadMs = Number(seconds) * 1000 - now;
  if (Math.abs(aheadMs) <= signatureValidForMs) return null;
  return `the signature is of ${Math.abs(Math.round(aheadMs / 1000))} s ${aheadMs < 0 ? 'ago' : 'ahead'}; allowed are ${signatureValidForMs / 1000} s`;
}

/**
 * The signature of a request: the HMAC-SHA256, in hexadecimal, of time, source and body with the source's key.
 * `seconds` is in epoch seconds.
 */
export function signatureOf(key: string, seconds: number, source: string, body: Uint8Array): string {
  return createHmac('sha256', key).update(`${seconds}.${source}.`).update(body).digest('hex');
}

/** Compares two hashes in hexadecimal in constant time. */
function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
