import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signatureOf } from '../../src/api/ingest/check-credentials.ts';
import { createSource } from '../../src/storage/create-source.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import { handedOver } from '../benchmarks/function-under-test.ts';
import { payloadBy } from '../fuzz/mutate.ts';
import { chanceOf } from '../proof/chance.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import { type Api, apiInProcess } from '../support/api-in-process.ts';
import { hostilePayloads } from '../support/hostile-payloads.ts';

/** How many bodies are sent; the proof of a release sends a hundred thousand. */
const bodies = Number(process.env['INGEST_BODIES'] ?? 2000);
const began = Date.parse('2026-11-21T08:00:00Z');

let api: Api;
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: began });
  api = await apiInProcess();
});
afterAll(() => {
  vi.useRealTimers();
  api.account.close();
});

async function source(name: string, authentication: 'secret' | 'signature', messagesPerMinute: number) {
  const { secret } = await createSource(
    api.account.database,
    {
      name,
      transport: 'https',
      description: 'x',
      authentication,
      messagesPerMinute,
      silentAfterMs: 3_600_000,
      audience: [],
    },
    { by: 'otto', at: began, request: name },
  );
  await registerDevice(api.account.database, name, { named: 'box-1', device: `${name}-box-1` });
  return { name, secret: secret! };
}

/** Counts from now on how many refusals are written. */
function countRefusals(): () => number {
  const { services } = api.account;
  const send = services.send.bind(services);
  let written = 0;
  services.send = async (service, command) => {
    const answer = await send(service, command);
    const { TableName } = command.input as { TableName?: string };
    if (command.constructor.name === 'PutItemCommand' && TableName === 'rejected') written++;
    return answer;
  };
  return () => written;
}

test(`${bodies} hostile bodies get no server error, and every refusal is stored with its reason`, async () => {
  const chance = chanceOf('ingest-source');
  const sources = [
    await source('by-secret', 'secret', 1_000_000),
    await source('by-signature', 'signature', 1_000_000),
    await source('bounded', 'secret', 1),
  ];
  const { queue } = api.account.services;
  const stored = countRefusals();
  const counts = new Map<number, number>();
  const failures: string[] = [];
  for (let sent = 0; sent < bodies; sent++) {
    // Each at a millisecond of its own, because the same content at the same time is stored once.
    vi.setSystemTime(began + sent);
    const to = chance.pick(sources);
    const body = chance.is(0.02)
      ? Buffer.from(chance.pick(hostilePayloads)[1])
      : chance.is(0.02)
        ? Buffer.alloc(chance.pick([0, 131_072, 131_073, 200_000]), chance.below(256))
        : Buffer.from(payloadBy(chance));
    const seconds = Math.floor(Date.now() / 1000) + (chance.is(0.1) ? chance.pick([-301, 301, 1e9]) : 0);
    const proof = {
      authorization: `Bearer ${to.secret}`,
      'x-coldwatch-signature': `t=${seconds},v1=${signatureOf(to.secret, seconds, to.name, body)}`,
    };
    const strange = () => Buffer.from(payloadBy(chance)).toString('latin1').slice(0, 8000);
    const headers: Record<string, string> = chance.is(0.8)
      ? to.name === 'by-signature'
        ? { 'x-coldwatch-signature': proof['x-coldwatch-signature'] }
        : { authorization: proof.authorization }
      : chance.pick<Record<string, string>>([
          {},
          { authorization: strange() },
          { authorization: `Basic ${strange()}` },
          { 'x-coldwatch-secret': strange() },
          { 'x-coldwatch-signature': strange() },
          { 'content-type': strange(), ...proof },
        ]);
    const isBase64Encoded = chance.is(0.9);
    const event = {
      ...eventOf('ingestMessage', '', { path: { source: chance.is(0.95) ? to.name : strange() } }),
      headers,
      isBase64Encoded,
      // Text that only claims to be base64, or bytes that only claim to be text, must do no harm either.
      body: body.toString(chance.is(0.95) === isBase64Encoded ? 'base64' : 'latin1'),
    };
    const before = stored();
    const { statusCode = 0 } = (await api.account.invoke(
      'ingest-source',
      event,
    )) as APIGatewayProxyStructuredResultV2;
    counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
    const isAccepted = statusCode === 202;
    if (statusCode >= 500 || statusCode < 200) failures.push(`${sent}: ${statusCode}`);
    if (stored() !== before + (isAccepted ? 0 : 1)) failures.push(`${sent}: a refusal is not stored`);
    if (isAccepted) {
      const received = queue.receive(10, Date.now());
      const Records = received.map((each) => handedOver(each.id, each.body, Date.now()));
      const processed = (await api.account.invoke('ingest-telemetry', { Records })) as SQSBatchResponse;
      if (received.length !== 1 || processed.batchItemFailures.length > 0)
        failures.push(`${sent}: it was not processed`);
      queue.done(received, Date.now(), 0);
    }
  }
  console.log(`bodies by status: ${JSON.stringify(Object.fromEntries(counts))}`);
  expect(failures).toEqual([]);
  for (const status of [202, 401, 413]) expect(counts.get(status), String(status)).toBeGreaterThan(0);
  const items = [...api.account.tables.items('rejected')];
  expect(items).toHaveLength(stored());
  for (const item of items)
    expect(JSON.parse(item['refused']!.S!)).toEqual(
      expect.arrayContaining([expect.objectContaining({ reason: expect.stringMatching(/\S/) as unknown })]),
    );
}, 3_600_000);
