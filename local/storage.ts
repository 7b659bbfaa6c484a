import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join, relative, sep } from 'node:path';
import { bodyOf } from './address.ts';
import { type BucketCors, corsOf } from './bucket-cors.ts';
import { isLocalHost } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { type RunCredentials, type SignatureFault, signatureFault } from './signed-request.ts';
import { type Template, region } from './template.ts';
import { writeWhole } from './write-whole.ts';

const largestObject = 256 * 1024 * 1024;

/** How S3 answers a signature that it does not accept. */
const faults: { readonly [fault in SignatureFault]: readonly [code: string, message: string] } = {
  missing: [
    'AccessDenied',
    'the request is not signed with the credentials of this run; they are in local.json of its state folder',
  ],
  mismatch: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  expired: ['AccessDenied', 'Request has expired'],
  'headers not signed': ['AccessDenied', 'There were headers present in the request which were not signed'],
};

/** A bucket's rules on the pages that may use it; they are read when a page asks, once the page has its address. */
type Buckets = ReadonlyMap<string, () => BucketCors>;

/**
 * Starts the buckets of the template, one folder each, behind the few S3 calls that put, get and list objects. A
 * request must be signed with the run's credentials, in its headers or as a presigned link.
 */
export async function startStorage(
  template: Template,
  bucketFolder: string,
  credentials: RunCredentials,
): Promise<LoopbackServer> {
  const buckets = new Map<string, () => BucketCors>();
  for (const resource of template.ofType('AWS::S3::Bucket')) {
    const { given } = template.properties({
      ...resource,
      raw: { given: resource.raw['BucketName'] ?? null },
    });
    const name = given === null ? `${template.stackName}-${resource.logicalId}`.toLowerCase() : String(given);
    template.place(resource, name, {
      Arn: `arn:aws:s3:::${name}`,
      RegionalDomainName: bucketDomain(name),
    });
    buckets.set(name, () => corsOf(template, resource));
  }
  return serveLocally(
    (request, response) => {
      admit(request, response, buckets, credentials);
      if (response.writableEnded) return;
      answer(request, response, buckets, bucketFolder).catch((error: unknown) =>
        refuse(response, 500, 'InternalError', String(error)),
      );
    },
    {
      refusalOf: ({ headers }) =>
        isLocalHost(headers.host) ? null : 'use localhost or 127.0.0.1; this part serves this machine only',
    },
  );
}

/**
 * Ends a request that is not signed, or that a page sends which the bucket does not admit. S3 itself would answer such
 * a page, whose browser would then withhold the answer from it. Answers preflight requests.
 */
function admit(
  request: IncomingMessage,
  response: ServerResponse,
  buckets: Buckets,
  credentials: RunCredentials,
): void {
  const { method, headers, url } = request;
  if (headers.origin !== undefined || method === 'OPTIONS') {
    const bucket = decodeURIComponent(url!.split(/[/?]/)[1] ?? '');
    const cors = (buckets.get(bucket) ?? (() => () => null))()(request);
    if (cors === null)
      return refuse(response, 403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
    if (method === 'OPTIONS') return void response.writeHead(200).end();
  }
  const fault = signatureFault(request, credentials, Date.now());
  if (fault !== null) refuse(response, 403, ...faults[fault]);
}

/** Returns the domain name by which a distribution requests a bucket's objects. */
export function bucketDomain(name: string): string {
  return `${name}.s3.${region}.amazonaws.com`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  buckets: Buckets,
  bucketFolder: string,
): Promise<void> {
  const url = new URL(request.url!, 'http://localhost');
  const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
  if (!buckets.has(bucket)) return refuse(response, 404, 'NoSuchBucket', bucket);
  const key = rest.join('/');
  const folder = join(bucketFolder, bucket);
  const file = join(folder, key);
  if (key !== '' && !file.startsWith(folder + sep)) return refuse(response, 400, 'InvalidURI', key);
  if (request.method === 'PUT') {
    const body = await bodyOf(request, largestObject);
    if (body === null) return refuse(response, 400, 'EntityTooLarge', key);
    const stated = request.headers['x-amz-checksum-sha256'];
    if (stated !== undefined && !/^[A-Za-z0-9+/]{43}=$/.test(String(stated)))
      return refuse(response, 400, 'InvalidRequest', 'Value for x-amz-checksum-sha256 header is invalid.');
    if (stated !== undefined && stated !== createHash('sha256').update(body).digest('base64'))
      return refuse(
        response,
        400,
        'BadDigest',
        'The SHA256 you specified did not match the calculated checksum.',
      );
    mkdirSync(dirname(file), { recursive: true });
    // A concurrent reader sees the whole object or none.
    writeWhole(file, body);
    response.writeHead(200, { etag: `"${createHash('md5').update(body).digest('hex')}"` }).end();
  } else if (request.method === 'GET' && key === '') {
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(listing(bucket, folder, url.searchParams.get('prefix') ?? ''));
  } else if (request.method === 'GET') {
    if (!existsSync(file) || !statSync(file).isFile()) return refuse(response, 404, 'NoSuchKey', key);
    response.writeHead(200, {
      'content-type': url.searchParams.get('response-content-type') ?? 'application/octet-stream',
      'content-disposition': url.searchParams.get('response-content-disposition') ?? 'attachment',
      'x-content-type-options': 'nosniff',
    });
    response.end(readFileSync(file));
  } else refuse(response, 405, 'MethodNotAllowed', String(request.method));
}

function listing(bucket: string, folder: string, prefix: string): string {
  const keys = existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort()
    : [];
  const contents = keys.map((key) => `<Contents><Key>${escaped(key)}</Key></Contents>`).join('');
  return `<?xml version="1.0"?><ListBucketResult><Name>${bucket}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${keys.length}</KeyCount><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  // The connection is closed where the body has not been read.
  response.writeHead(status, {
    'content-type': 'application/xml',
    ...(!response.req.complete && { connection: 'close' }),
  });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
