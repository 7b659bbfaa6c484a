import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newCredentials } from '../../local/gate.ts';
import type { LoopbackServer } from '../../local/loopback.ts';
import { startStorage } from '../../local/storage.ts';
import { smallTemplate } from '../support/small-template.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-uploads-'));
const credentials = newCredentials();
const page = 'http://localhost:4280';
const template = smallTemplate(folder, {
  Uploads: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: 'stage-files',
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: ['https://localhost:4280'],
            AllowedMethods: ['PUT'],
            AllowedHeaders: ['x-amz-checksum-sha256', 'content-type'],
            MaxAge: 3000,
          },
        ],
      },
    },
  },
  Records: { Type: 'AWS::S3::Bucket' },
});
let storage: LoopbackServer;
let s3: S3Client;
beforeAll(async () => {
  storage = await startStorage(template, join(folder, 'buckets'), credentials);
  s3 = new S3Client({ endpoint: storage.endpoint, region: 'us-east-1', credentials });
});
afterAll(async () => {
  s3.destroy();
  await storage.stop();
  rmSync(folder, { recursive: true });
});

const content = Buffer.from('time,temperature\n2026-03-01T08:00:00Z,4.5\n');
const checksumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64');
const signedHeader = { 'x-amz-checksum-sha256': checksumOf(content) };

function linkTo(Key: string, { signingDate = new Date(), Bucket = 'stage-files' } = {}): Promise<string> {
  return getSignedUrl(
    s3,
    new PutObjectCommand({
      Bucket,
      Key,
      ContentLength: content.length,
      ChecksumSHA256: checksumOf(content),
    }),
    { expiresIn: 900, unhoistableHeaders: new Set(['x-amz-checksum-sha256']), signingDate },
  );
}

/** Puts bytes to a link; returns the status with S3's code, if it refuses. */
async function put(
  url: string,
  body: Buffer,
  headers: Record<string, string> = signedHeader,
): Promise<string> {
  const answer = await fetch(url, { method: 'PUT', headers, body });
  const [, code] = /<Code>(\w+)<\/Code>/.exec(await answer.text()) ?? [];
  return [answer.status, ...(code === undefined ? [] : [code])].join(' ');
}

async function stored(Key: string): Promise<string | null> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'stage-files', Key }));
    return await Body!.transformToString();
  } catch {
    return null;
  }
}

describe('a link for an upload', () => {
  test('takes the very bytes that it was made for, more than once', async () => {
    const url = await linkTo('S-1/right');
    expect(await put(url, content)).toBe('200');
    expect(await put(url, content, { ...signedHeader, 'content-type': 'text/csv' })).toBe('200');
    expect(await stored('S-1/right')).toBe(content.toString());
  });

  test('refuses other bytes of the same length', async () => {
    const other = Buffer.from(content.toString().replace('4.5', '9.5'));
    expect(await put(await linkTo('S-1/other'), other)).toBe('400 BadDigest');
    expect(await stored('S-1/other')).toBeNull();
  });

  test('refuses other bytes with the checksum of these', async () => {
    const other = Buffer.from(content.toString().replace('4.5', '9.5'));
    const headers = { 'x-amz-checksum-sha256': checksumOf(other) };
    expect(await put(await linkTo('S-1/forged'), other, headers)).toBe('403 SignatureDoesNotMatch');
  });

  test('refuses any other length', async () => {
    for (const other of [Buffer.concat([content, Buffer.from('\n')]), content.subarray(1), Buffer.alloc(0)])
      expect(await put(await linkTo('S-1/long'), other)).toBe('403 SignatureDoesNotMatch');
    expect(await stored('S-1/long')).toBeNull();
  });

  test('refuses a body without its length', async () => {
    const url = new URL(await linkTo('S-1/chunked'));
    const status = await new Promise<string>((resolve, reject) => {
      const request = httpRequest(url, { method: 'PUT', headers: signedHeader }, (response) => {
        text(response).then((said) => resolve(`${response.statusCode} ${said}`), reject);
      });
      request.on('error', reject);
      request.write(content.subarray(0, 5));
      request.end(content.subarray(5));
    });
    expect(status).toMatch(/^403 .*SignatureDoesNotMatch/);
  });

  test('refuses an upload without the checksum, or with headers that it does not cover', async () => {
    const url = await linkTo('S-1/plain');
    expect(await put(url, content, {})).toBe('403 SignatureDoesNotMatch');
    expect(await put(url, content, { ...signedHeader, 'x-amz-acl': 'public-read' })).toBe('403 AccessDenied');
  });

  test('refuses another key, another bucket and another method', async () => {
    const url = await linkTo('S-1/mine');
    expect(await put(url.replace('S-1/mine', 'S-2/mine'), content)).toBe('403 SignatureDoesNotMatch');
    expect(await put(url.replace('/stage-files/', '/s-records/'), content)).toBe('403 SignatureDoesNotMatch');
    expect((await fetch(url)).status).toBe(403);
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
  });

  test('ends after fifteen minutes, and cannot be prolonged', async () => {
    const ended = await linkTo('S-1/late', { signingDate: new Date(Date.now() - 901_000) });
    expect(await put(ended, content)).toBe('403 AccessDenied');
    expect(await put(ended.replace('X-Amz-Expires=900', 'X-Amz-Expires=9000'), content)).toBe(
      '403 SignatureDoesNotMatch',
    );
    const recent = await linkTo('S-1/late', { signingDate: new Date(Date.now() - 890_000) });
    expect(await put(recent, content)).toBe('200');
  });

  test('refuses a checksum that is none', async () => {
    const url = await getSignedUrl(
      s3,
      new PutObjectCommand({ Bucket: 'stage-files', Key: 'S-1/none', ChecksumSHA256: 'none' }),
      { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) },
    );
    expect(await put(url, content, { 'x-amz-checksum-sha256': 'none' })).toBe('400 InvalidRequest');
  });
});

describe('a page', () => {
  const preflight = (origin: string, method: string, asked: string, bucket = 'stage-files') =>
    fetch(`${storage.endpoint}/${bucket}/S-1/mine`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': asked,
      },
    });

  test('of our own address is admitted by the rules of the bucket', async () => {
    const answer = await preflight(page, 'PUT', 'content-type,x-amz-checksum-sha256');
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
      'access-control-max-age': '3000',
    });
    const headers = { ...signedHeader, origin: page };
    const uploaded = await fetch(await linkTo('S-1/page'), { method: 'PUT', headers, body: content });
    expect([uploaded.status, uploaded.headers.get('access-control-allow-origin')]).toEqual([200, page]);
    // A refusal can be read by the page too.
    const refused = await fetch(await linkTo('S-1/page'), { method: 'PUT', headers, body: 'x' });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, page]);
  });

  test.each([
    ['of another address', 'http://localhost:4281', 'PUT', 'content-type'],
    ['with another method', page, 'GET', 'content-type'],
    ['with another header', page, 'PUT', 'x-amz-acl'],
  ])('%s is not', async (_, origin, method, asked) => {
    const answer = await preflight(origin, method, asked);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  test('is not admitted by a bucket without rules, nor by one that does not exist', async () => {
    expect((await preflight(page, 'PUT', '', 's-records')).status).toBe(403);
    expect((await preflight(page, 'PUT', '', 'nothing')).status).toBe(403);
    const foreign = { ...signedHeader, origin: 'http://localhost:4281' };
    expect(await put(await linkTo('S-1/page'), content, foreign)).toBe('403 AccessForbidden');
  });

  test('may not read what was uploaded, even by a link', async () => {
    const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'stage-files', Key: 'S-1/page' }));
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { headers: { origin: page } })).status).toBe(403);
  });
});
