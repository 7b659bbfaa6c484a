import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join, relative, sep } from 'node:path';
import { bodyOf } from './address.ts';
import type { Gate } from './gate.ts';
import { type LoopbackServer, serveLocally } from './loopback.ts';
import { type Template, region } from './template.ts';
import { writeWhole } from './write-whole.ts';

const largestObject = 256 * 1024 * 1024;

/** Starts the buckets of the template, one folder each, behind the few S3 calls that put, get and list objects. */
export async function startStorage(
  template: Template,
  bucketFolder: string,
  callers: Gate,
): Promise<LoopbackServer> {
  const buckets = new Set<string>();
  for (const resource of template.ofType('AWS::S3::Bucket')) {
    const name = `${template.stackName}-${resource.logicalId}`.toLowerCase();
    template.place(resource, name, {
      Arn: `arn:aws:s3:::${name}`,
      RegionalDomainName: bucketDomain(name),
    });
    buckets.add(name);
  }
  return serveLocally(
    (request, response) => {
      answer(request, response, buckets, bucketFolder).catch((error: unknown) =>
        refuse(response, 500, 'InternalError', String(error)),
      );
    },
    { refusalOf: callers },
  );
}

/** Returns the domain name by which a distribution requests a bucket's objects. */
export function bucketDomain(name: string): string {
  return `${name}.s3.${region}.amazonaws.com`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  buckets: ReadonlySet<string>,
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
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
