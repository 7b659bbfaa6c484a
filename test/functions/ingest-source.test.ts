import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { signatureOf } from '../../src/api/ingest/check-credentials.ts';
import { sha256 } from '../../src/model/digest.ts';
import { logger } from '../../src/runtime/observability.ts';
import { retireSource } from '../../src/storage/change-source.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { latestRefused } from '../../src/storage/refused-messages.ts';
import { readAccess, rotateSecret } from '../../src/storage/source-secrets.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import { apiAt } from '../support/api-at.ts';
import { beforeRequest } from '../support/before-request.ts';

const noon = Date.parse('2026-11-20T12:00:00Z');
const body = '{"deviceId":"eui-1","temperature":4.25}';
const api = apiAt(noon);
let named = 0;

async function source(authentication: 'secret' | 'signature' | null, messagesPerMinute = 1000) {
  const name = `source-${++named}`;
  const { secret } = await createSource(
    api.account.database,
    {
      name,
      transport: authentication === null ? 'mqtt' : 'https',
      description: 'Network server',
      authentication,
      messagesPerMinute,
      silentAfterMs: 3_600_000,
      audience: [],
    },
    { by: 'otto', at: noon, request: name },
  );
  return { name, secret: secret! };
}

type Sent = { headers?: Record<string, string>; body?: string | undefined; isBase64Encoded?: boolean };

/** Sends a request as the gateway passes it on. Returns the status, the answer and the headers. */
async function send(name: string, { headers = {}, isBase64Encoded = false, ...sent }: Sent) {
  const event = {
    ...eventOf('ingestMessage', '', { path: { source: name } }),
    headers,
    isBase64Encoded,
    body: 'body' in sent ? sent.body : body,
  };
  const answer = (await api.account.invoke('ingest-source', event)) as APIGatewayProxyStructuredResultV2;
  return {
    status: answer.statusCode,
    answer: JSON.parse(answer.body!) as Record<string, unknown>,
    headers: answer.headers ?? {},
  };
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const signed = (key: string, name: string, at: number, content: string | Buffer = body) => {
  const seconds = Math.floor(at / 1000);
  return {
    'x-coldwatch-signature': `t=${seconds},v1=${signatureOf(key, seconds, name, Buffer.from(content))}`,
  };
};
/** Takes what is on the queue, ten messages at most. */
const queued = () => {
  const { queue } = api.account.services;
  const received = queue.receive(10, Date.now());
  queue.done(received, Date.now(), 0);
  return received.map((message) => JSON.parse(message.body) as Record<string, unknown>);
};
/** The reasons of what was refused of a name, the newest first. */
const refusedOf = async (name: string) =>
  (await latestRefused(api.account.database, name, 100)).map(({ refused }) => refused[0]!.reason);

test('a source that is retired is answered as one that does not exist, at once, and its record says why', async () => {
  for (const authentication of ['secret', 'signature'] as const) {
    const { name, secret } = await source(authentication);
    const headers = authentication === 'secret' ? bearer(secret) : signed(secret, name, noon);
    expect((await send(name, { headers })).status).toBe(202);
    await retireSource(api.account.database, name, 'sold', { by: 'otto', at: noon });
    const unknown = await send('nobody', { headers });
    expect(await send(name, { headers })).toEqual(unknown);
    expect(unknown.status).toBe(401);
    expect(await refusedOf(name)).toEqual(['the source is retired']);
  }
  queued();
});

describe('a source with a secret', () => {
  test.each([
    ['as a bearer token', bearer],
    [
      'as a bearer token, whatever the case of the scheme',
      (secret: string) => ({ authorization: `bearer ${secret}` }),
    ],
    ['in a header of its own', (secret: string) => ({ 'x-coldwatch-secret': secret })],
    [
      'as a password',
      (secret: string) => ({ authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}` }),
    ],
  ])('is accepted with it %s, and the message is on the queue unchanged', async (_, headersOf) => {
    const { name, secret } = await source('secret');
    expect(await send(name, { headers: headersOf(secret) })).toMatchObject({
      status: 202,
      answer: { accepted: true },
    });
    expect(queued()).toEqual([
      { payload: Buffer.from(body).toString('base64'), thing: name, kind: 'source', receivedAt: noon },
    ]);
    expect((await readAccess(api.account.database, name))!['heardAt']).toEqual({ N: String(noon) });
    expect(await refusedOf(name)).toEqual([]);
  });

  test('sends bytes that are not text as base64, and they arrive as they were', async () => {
    const { name, secret } = await source('secret');
    const bytes = Buffer.from([0, 255, 0xc3, 0x28, 10]);
    const sent = { headers: bearer(secret), body: bytes.toString('base64'), isBase64Encoded: true };
    expect((await send(name, sent)).status).toBe(202);
    expect(queued()[0]!['payload']).toBe(bytes.toString('base64'));
  });

  test.each<[string, (secret: string) => Record<string, string>, string]>([
    ['none', () => ({}), 'the request has no secret'],
    ['an empty one', () => ({ authorization: 'Bearer ' }), 'the request has no secret'],
    ['another', (secret) => bearer(`${secret.slice(0, -1)}!`), 'the secret is not valid, or no longer'],
    ['its hash', (secret) => bearer(sha256(secret)), 'the secret is not valid, or no longer'],
    ['two in one header', (secret) => bearer(`${secret},${secret}`), 'the secret is not valid, or no longer'],
    ['a scheme that is not known', (secret) => ({ authorization: secret }), 'the request has no secret'],
    [
      'Basic without a password',
      (secret) => ({ authorization: `Basic ${Buffer.from(secret).toString('base64')}` }),
      'the request has no secret',
    ],
    ['a signature', (secret) => signed(secret, 'x', noon), 'the request has no secret'],
  ])('is refused with %s; the reason is stored without the body', async (_, headersOf, reason) => {
    const { name, secret } = await source('secret');
    const { status, answer, headers } = await send(name, { headers: headersOf(secret) });
    expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(JSON.stringify(answer)).not.toContain(reason);
    const [stored] = await latestRefused(api.account.database, name, 10);
    expect(stored).toMatchObject({ deviceId: name, topic: `source/${name}`, isBodyStored: false });
    expect(stored!.refused).toEqual([{ line: 1, reason }]);
    expect(JSON.parse(Buffer.from(stored!.payload).toString())).toEqual({
      bytes: body.length,
      sha256: sha256(body),
    });
    expect(queued()).toEqual([]);
    expect((await readAccess(api.account.database, name))!['heardAt']).toBeUndefined();
  });

  test('is not accepted with the secret of another, and an unknown one gets the same answer', async () => {
    const [one, other] = [await source('secret'), await source('secret')];
    const wrong = await send(one.name, { headers: bearer(other.secret) });
    const gateway = await source(null);
    expect(await send('nobody', { headers: bearer(one.secret) })).toEqual(wrong);
    expect(await send(gateway.name, { headers: bearer(one.secret) })).toEqual(wrong);
    expect(await send('not%20a name', { headers: bearer(one.secret) })).toEqual(wrong);
    expect(await send('%', { headers: bearer(one.secret) })).toEqual(wrong);
    expect(wrong.status).toBe(401);
    const unknown = 'no source of this name takes messages over HTTPS';
    expect(await refusedOf('nobody')).toEqual([unknown]);
    expect(await refusedOf(gateway.name)).toEqual([unknown]);
    expect(await refusedOf('unknown')).toContain(unknown);
  });

  test('is accepted with both secrets during the overlap of a rotation, then with the new one alone', async () => {
    const { name, secret } = await source('secret');
    const rotate = async (request: string, overlapMs: number) =>
      (await rotateSecret(api.account.database, name, { overlapMs, now: Date.now(), request })).secret;
    const second = await rotate('one', 60_000);
    const statusWith = async (given: string) => (await send(name, { headers: bearer(given) })).status;
    expect([await statusWith(secret), await statusWith(second)]).toEqual([202, 202]);
    vi.setSystemTime(noon + 59_999);
    expect([await statusWith(secret), await statusWith(second)]).toEqual([202, 202]);
    vi.setSystemTime(noon + 60_000);
    expect([await statusWith(secret), await statusWith(second)]).toEqual([401, 202]);
    const third = await rotate('two', 0);
    expect([await statusWith(second), await statusWith(third)]).toEqual([401, 202]);
    queued();
  });

  test('is refused if its secret is revoked while the request is checked', async () => {
    const { name, secret } = await source('secret');
    let isRotated = false;
    const { services } = api.account;
    const original = services.send.bind(services);
    services.send = async (service, command) => {
      if (command.constructor.name === 'UpdateItemCommand' && !isRotated) {
        isRotated = true;
        await rotateSecret(api.account.database, name, { overlapMs: 0, now: noon, request: 'revoking' });
      }
      return original(service, command);
    };
    const { status } = await send(name, { headers: bearer(secret) });
    services.send = original;
    expect([status, isRotated]).toEqual([401, true]);
    expect(queued()).toEqual([]);
  });
});

describe('a source that signs', () => {
  test('is accepted, also when it repeats a request within five minutes', async () => {
    const { name, secret } = await source('signature');
    const headers = signed(secret, name, noon);
    expect((await send(name, { headers })).status).toBe(202);
    vi.setSystemTime(noon + 300_000);
    expect((await send(name, { headers })).status).toBe(202);
    expect(queued().map(({ payload }) => payload)).toEqual(
      Array.from({ length: 2 }, () => Buffer.from(body).toString('base64')),
    );
    vi.setSystemTime(noon + 300_001);
    expect((await send(name, { headers })).status).toBe(401);
    expect(await refusedOf(name)).toEqual(['the signature is of 300 s ago; allowed are 300 s']);
  });

  test.each<[string, (secret: string, name: string) => Sent]>([
    ['for another source', (secret) => ({ headers: signed(secret, 'another', noon) })],
    ['for another body', (secret, name) => ({ headers: signed(secret, name, noon), body: `${body} ` })],
    [
      'with a later time than the one that was signed',
      (secret, name) => ({
        headers: {
          'x-coldwatch-signature': signed(secret, name, noon - 1000)['x-coldwatch-signature'].replace(
            /t=\d+/,
            `t=${noon / 1000}`,
          ),
        },
      }),
    ],
    ['of 301 seconds ahead', (secret, name) => ({ headers: signed(secret, name, noon + 301_000) })],
    ['of 301 seconds ago', (secret, name) => ({ headers: signed(secret, name, noon - 301_000) })],
    ['with another key', (_, name) => ({ headers: signed('key', name, noon) })],
    ['in another form', () => ({ headers: { 'x-coldwatch-signature': 'v1=00' } })],
    ['that is empty', () => ({ headers: { 'x-coldwatch-signature': '' } })],
    [
      'in capitals',
      (secret, name) => ({
        headers: {
          'x-coldwatch-signature': signed(secret, name, noon)['x-coldwatch-signature'].toUpperCase(),
        },
      }),
    ],
    ['replaced by the key as a secret', (secret) => ({ headers: bearer(secret) })],
  ])('is refused with a signature %s', async (_, sentBy) => {
    const { name, secret } = await source('signature');
    expect((await send(name, sentBy(secret, name))).status).toBe(401);
    expect(await refusedOf(name)).toHaveLength(1);
    expect(queued()).toEqual([]);
  });

  test.each([-300_000, 300_000])('is accepted with a clock that is %i ms off', async (off) => {
    const { name, secret } = await source('signature');
    expect((await send(name, { headers: signed(secret, name, noon + off) })).status).toBe(202);
    queued();
  });

  test('signs the bytes, whatever they are, and with either key during an overlap', async () => {
    const { name, secret } = await source('signature');
    const bytes = Buffer.from([0xff, 0, 0xc3]);
    const sent = { body: bytes.toString('base64'), isBase64Encoded: true };
    const { secret: second } = await rotateSecret(api.account.database, name, {
      overlapMs: 1000,
      now: noon,
      request: 'r',
    });
    for (const key of [secret, second])
      expect((await send(name, { ...sent, headers: signed(key, name, noon, bytes) })).status).toBe(202);
    vi.setSystemTime(noon + 1000);
    expect((await send(name, { ...sent, headers: signed(secret, name, noon, bytes) })).status).toBe(401);
    queued();
  });
});

describe('the body', () => {
  test('that is empty is refused, and so is one above 128 KB', async () => {
    const { name, secret } = await source('secret');
    const headers = bearer(secret);
    expect((await send(name, { headers, body: undefined })).status).toBe(400);
    expect((await send(name, { headers, body: '' })).status).toBe(400);
    expect((await send(name, { headers, body: 'x'.repeat(131_072) })).status).toBe(202);
    vi.setSystemTime(noon + 1);
    expect((await send(name, { headers, body: 'x'.repeat(131_073) })).status).toBe(413);
    const [tooLarge] = await latestRefused(api.account.database, name, 1);
    expect(JSON.parse(Buffer.from(tooLarge!.payload).toString())).toMatchObject({ bytes: 131_073 });
    expect(await refusedOf(name)).toEqual([
      'the body has 131073 bytes; at most 131072 are allowed',
      'the body is empty',
    ]);
    queued();
  });
});

describe('the rate of a source', () => {
  test('is exact at its bound, however many requests come at once, and begins again with the minute', async () => {
    const { name, secret } = await source('secret', 7);
    const headers = bearer(secret);
    const statuses = async (count: number) =>
      (
        await Promise.all(
          Array.from({ length: count }, (_, index) =>
            send(name, { headers, body: `${Date.now()} ${index}` }),
          ),
        )
      ).map(({ status }) => status);
    expect((await statuses(20)).toSorted((a, b) => a! - b!)).toEqual([
      ...Array<number>(7).fill(202),
      ...Array<number>(13).fill(429),
    ]);
    vi.setSystemTime(noon + 59_000);
    const refused = await send(name, { headers });
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
    vi.setSystemTime(noon + 60_000);
    expect((await statuses(8)).toSorted((a, b) => a! - b!)).toEqual([...Array<number>(7).fill(202), 429]);
    // What was refused for its rate alone is stored, so that nothing is lost.
    const [last] = await latestRefused(api.account.database, name, 1);
    expect([last!.isBodyStored, last!.refused[0]!.reason]).toEqual([
      true,
      'more than 7 requests in a minute',
    ]);
    // Counts of minutes that have passed are removed.
    vi.setSystemTime(noon + 600_000);
    await send(name, { headers });
    const access = (await readAccess(api.account.database, name))!;
    expect(Object.keys(access).filter((each) => /^m\d+$/.test(each))).toHaveLength(1);
    while (queued().length > 0);
  });

  test('is not used up by requests that do not prove the source', async () => {
    const { name, secret } = await source('secret', 1);
    for (let each = 0; each < 3; each++) await send(name, { headers: bearer('wrong'), body: String(each) });
    expect((await send(name, { headers: bearer(secret) })).status).toBe(202);
    queued();
  });
});

test.each(['GetItemCommand', 'UpdateItemCommand', 'SendMessageCommand'])(
  'while %s fails, the sender is asked to try again',
  async (failing) => {
    const { name, secret } = await source('secret');
    const logged = vi.spyOn(logger, 'error').mockReturnValue();
    beforeRequest(
      api.account.services,
      (command) => command === failing,
      () => {
        throw new Error('away');
      },
    );
    const { status, headers } = await send(name, { headers: bearer(secret) });
    expect([status, headers['retry-after']]).toEqual([503, '10']);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
    expect((await send(name, { headers: bearer(secret) })).status).toBe(202);
    queued();
  },
);
