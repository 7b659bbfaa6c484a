import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { arrivedShipment, steady } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
let lena: SignedIn;
let parts: [name: string, port: number][];
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  lena = await signInAs(run, 'lena');
  const ports = Object.entries(run.cloud.endpoints).map(
    ([name, endpoint]) =>
      [name.replace('AWS_ENDPOINT_URL', 'service'), Number(new URL(endpoint).port)] as [string, number],
  );
  parts = [['address', run.cloud.port], ...ports];
});
afterAll(() => run.stop());

/** Returns a listener's raw response to bytes: everything within two seconds. */
async function answerTo(port: number, bytes: string, host = '127.0.0.1'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, host);
    let answer = '';
    socket.setTimeout(2000, () => socket.end());
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(bytes);
  });
}

const request = (line: string, headers: Record<string, string> = {}, body = ''): string =>
  [
    `${line} HTTP/1.1`,
    ...Object.entries({ host: 'localhost', connection: 'close', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const headersOf = (answer: string): string => answer.split('\r\n\r\n')[0]!.toLowerCase();

describe('an unreadable request', () => {
  test.each(['//[', '//', '/%', '/%ff', 'http://[', '*', '/\u0000', '/ /'])(
    'receives 400 from every listener and stops none: %j',
    async (path) => {
      for (const [name, port] of parts) {
        const answer = await answerTo(port, request(`GET ${path}`));
        expect([name, statusOf(answer)]).toEqual([name, 400]);
      }
      expect((await fetch(`http://localhost:${run.cloud.port}/`)).status).toBe(200);
      await lena.do('getMe');
    },
  );

  test(
    'stops nothing when it is not HTTP, incomplete, or without its body',
    { timeout: 120_000 },
    async () => {
      const broken = [
        '\u0016\u0003\u0001\u0002',
        'GET / HTTP/1.1\r\nhost: localhost\r\n',
        'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{',
        `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
        'GET / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n',
      ];
      // At once, because most answers are waited for in vain.
      await Promise.all(
        parts.flatMap(([, port]) =>
          broken.map((bytes) =>
            // The server may disconnect without reading the rest.
            answerTo(port, bytes).catch((error: NodeJS.ErrnoException) =>
              expect(['ECONNRESET', 'EPIPE']).toContain(error.code),
            ),
          ),
        ),
      );
      await lena.do('getMe');
      await run.database.client.send(new ListTablesCommand({}));
    },
  );

  test('stops nothing on any path of the address', async () => {
    const paths = ['/_local/sign-in', '/_local/sign-in/interaction/x', '/_local/inbox', '/api/shipments'];
    for (const path of paths)
      for (const more of ['', '/%2e%2e', '?%', '?a=%ff&cursor=[', '/\u00ff'])
        for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'TRACE']) {
          const answer = await answerTo(run.cloud.port, request(`${method} ${path}${more}`));
          expect(statusOf(answer), `${method} ${path}${more}`).toBeLessThan(500);
        }
    await lena.do('getMe');
  });
});

describe('a page from another origin', () => {
  const evil = 'http://evil.example';

  test('cannot reach a service, whatever it sends', async () => {
    const body = JSON.stringify({});
    const simple = { origin: evil, 'content-type': 'text/plain', 'sec-fetch-site': 'cross-site' };
    for (const [name, port] of parts)
      for (const headers of [
        simple,
        { ...simple, origin: 'null' },
        { ...simple, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
      ])
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          const answer = await answerTo(port, request(`${method} /`, headers, method === 'GET' ? '' : body));
          expect([name, method, statusOf(answer)]).toEqual([name, method, 403]);
          expect(headersOf(answer)).not.toContain('access-control-allow-origin');
        }
  });

  test('cannot list tables, publish a message or read the inbox', async () => {
    const { port: tables } = new URL(run.cloud.endpoints['AWS_ENDPOINT_URL_DYNAMODB']!);
    const listing = request(
      'POST /',
      {
        origin: evil,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0000000000000000000000000000000000000000000000000000000000000000',
        'x-amz-date': '20260101T000000Z',
      },
      '{}',
    );
    expect(statusOf(await answerTo(Number(tables), listing))).toBe(403);
    const things = new URL(run.cloud.endpoints['AWS_ENDPOINT_URL_IOT_DATA_PLANE']!);
    const publishing = request('POST /topics/coldwatch%2Fx%2Ftelemetry', {}, '{"temperature": 5}');
    expect(statusOf(await answerTo(Number(things.port), publishing))).toBe(403);
    const inbox = request('GET /_local/inbox', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' });
    expect(statusOf(await answerTo(run.cloud.port, inbox))).toBe(403);
  });

  test('may link to ours', async () => {
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(statusOf(await answerTo(run.cloud.port, request('GET /', followed)))).toBe(200);
    expect(statusOf(await answerTo(run.cloud.port, request('POST /', followed)))).toBe(403);
  });

  test('cannot use a DNS name that resolves to this machine', async () => {
    for (const [name, port] of parts)
      for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', ''])
        expect([name, statusOf(await answerTo(port, request('GET /', { host })))]).toEqual([name, 403]);
    for (const host of ['localhost', `localhost:${run.cloud.port}`, '127.0.0.1', '[::1]:80'])
      expect(statusOf(await answerTo(run.cloud.port, request('GET /', { host })))).toBe(200);
  });
});

describe('a service', () => {
  const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string }): DynamoDBClient =>
    new DynamoDBClient({
      endpoint: run.cloud.endpoints['AWS_ENDPOINT_URL_DYNAMODB'],
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });

  test('only answers requests signed with the credentials of the run', async () => {
    const own = run.cloud.credentials;
    const wrong = [
      { accessKeyId: 'local', secretAccessKey: 'local' },
      { ...own, secretAccessKey: `${own.secretAccessKey}x` },
      { ...own, accessKeyId: 'LOCAL' },
    ];
    for (const credentials of wrong) {
      const client = clientWith(credentials);
      await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({
        $metadata: { httpStatusCode: 403 },
      });
      client.destroy();
    }
    const client = clientWith(own);
    expect((await client.send(new ListTablesCommand({}))).TableNames!.length).toBeGreaterThan(3);
    client.destroy();
  });

  test('stores its credentials in a file that only its owner can read', () => {
    const file = join(run.folder, 'local.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ credentials: run.cloud.credentials });
    expect(run.cloud.credentials.secretAccessKey).toMatch(/^[\w-]{43}$/);
  });

  test('listens on this machine only', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    // Another loopback address on which no part listens, since all of them listen on 127.0.0.1.
    const addresses = ['127.0.0.2', ...others.map(({ address }) => address)];
    for (const [name, port] of [...parts, ['mqtt', run.cloud.mqttPort] as const])
      for (const address of addresses)
        await expect(answerTo(port, request('GET /'), address), `${name} at ${address}`).rejects.toThrow(
          'ECONNREFUSED',
        );
  });
});

describe('a link to a file', { timeout: 60_000 }, () => {
  test('gives access until it expires, and to nothing else', async () => {
    const { sscc: _, ...made } = await arrivedShipment(run, lena, 'LINK-1', steady());
    expect(made.device).toBeTruthy();
    const { url } = await lena.do('getReport', { path: { shipment: 'LINK-1' } });
    const response = await fetch(url);
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, null]);
    const changed = [
      url.replace(/X-Amz-Signature=./, 'X-Amz-Signature=0'),
      url.replace('LINK-1', 'LINK-2'),
      url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=999999'),
      url.replace(/\?.*/, ''),
      `${url}&x=1`,
    ];
    for (const each of changed.filter((other) => other !== url))
      expect([each, (await fetch(each)).status]).toEqual([each, 403]);
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(403);
  });
});
