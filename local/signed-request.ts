import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Credentials that are created for each run, so that only its functions and commands can sign with them. */
export type RunCredentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

const algorithm = 'AWS4-HMAC-SHA256';
/** A week: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const mostSeconds = 604_800;
const scopePattern = /^(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/;

/** A signature from a request, and the values it covers in addition to the request itself. */
type Brought = {
  readonly keyId: string;
  readonly scope: string;
  readonly date: string;
  readonly headers: readonly string[];
  readonly query: string;
  readonly payloadHash: string;
  readonly signature: string;
  /** The end of its validity in epoch milliseconds; Infinity where it is in the headers. */
  readonly expiresAt: number;
};

/** A signed request as Node's HTTP server receives it. */
type SignedRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** Why a signature is not accepted: there is none by these credentials, it does not fit, it has expired, or a header
 * that it would have to cover is not covered. */
export type SignatureFault = 'missing' | 'mismatch' | 'expired' | 'headers not signed';

/**
 * Returns whether a request is signed with the run's credentials, in its headers or, until it expires, in its URL like
 * a presigned link; `now` is epoch milliseconds. The body must match the hash in the signed header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSignedRequest(request: SignedRequest, credentials: RunCredentials, now: number): boolean {
  return signatureFault(request, credentials, now) === null;
}

/** The same, with the reason why it is not; null: it is signed. */
export function signatureFault(
  { method, url, headers }: SignedRequest,
  { accessKeyId, secretAccessKey }: RunCredentials,
  now: number,
): SignatureFault | null {
  const [path = '', search = ''] = (url ?? '').split(/\?(.*)/s);
  const brought = inHeaders(headers, search) ?? inAddress(search);
  if (brought === null || brought.keyId !== accessKeyId) return 'missing';
  const [, day, region, service] = scopePattern.exec(brought.scope) ?? [];
  if (day === undefined || !brought.headers.includes('host')) return 'missing';
  const canonical = [
    method,
    service === 's3' ? path : path.split('/').map(encodeURIComponent).join('/'),
    brought.query,
    ...brought.headers.map(
      (name) =>
        `${name}:${String(headers[name] ?? '')
          .trim()
          .replaceAll(/ +/g, ' ')}`,
    ),
    '',
    brought.headers.join(';'),
    brought.payloadHash,
  ].join('\n');
  const key = [day, region!, service!, 'aws4_request'].reduce<string | Buffer>(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  const hash = createHash('sha256').update(canonical).digest('hex');
  const expected = hmac(key, [algorithm, brought.date, brought.scope, hash].join('\n'));
  const given = Buffer.from(brought.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'mismatch';
  if (now > brought.expiresAt) return 'expired';
  // A link would otherwise admit whatever its holder adds.
  return brought.expiresAt !== Infinity && Object.keys(headers).some((name) => isUncovered(name, brought))
    ? 'headers not signed'
    : null;
}

function isUncovered(name: string, { headers }: Brought): boolean {
  return name.startsWith('x-amz-') && !headers.includes(name);
}

function inHeaders(headers: IncomingMessage['headers'], search: string): Brought | null {
  const read =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (read === null) return null;
  const [, keyId, scope, names, signature] = read as unknown as [string, string, string, string, string];
  return {
    keyId,
    scope,
    date: String(headers['x-amz-date'] ?? ''),
    headers: names.split(';'),
    query: canonicalQuery(search.split('&')),
    payloadHash: String(headers['x-amz-content-sha256'] ?? ''),
    signature,
    expiresAt: Infinity,
  };
}

/** A presigned link: the whole signature is in the URL, and it expires. */
function inAddress(search: string): Brought | null {
  const given = new URLSearchParams(search);
  const of = (name: string): string => given.get(`X-Amz-${name}`) ?? '';
  const [keyId = '', scope = ''] = of('Credential').split(/\/(.*)/s);
  const date = of('Date');
  const signedAt = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const seconds = Number(of('Expires'));
  if (of('Algorithm') !== algorithm || !(signedAt > 0 && seconds > 0 && seconds <= mostSeconds)) return null;
  return {
    keyId,
    scope,
    date,
    headers: of('SignedHeaders').split(';'),
    query: canonicalQuery(search.split('&').filter((part) => !part.startsWith('X-Amz-Signature='))),
    payloadHash: given.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
    signature: of('Signature'),
    expiresAt: signedAt + seconds * 1000,
  };
}

function canonicalQuery(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== '')
    .map((part) => (part.includes('=') ? part : `${part}=`))
    .sort()
    .join('&');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
