import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeThingCommand,
  InvalidRequestException,
  IoTClient,
  ListThingPrincipalsCommand,
  ListThingsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  ThrottlingException,
  UpdateThingCommand,
} from '@aws-sdk/client-iot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CallRate } from '../../local/call-rate.ts';
import { CertificateAuthority } from '../../local/certificates.ts';
import { callGate, newCredentials } from '../../local/gate.ts';
import { startIotControl } from '../../local/iot-control.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { thingsFrom } from '../../src/api/handlers/registered-thing.ts';

const credentials = newCredentials();
const folder = mkdtempSync(join(tmpdir(), 'coldwatch-registry-'));
let authority: CertificateAuthority;
let server: Awaited<ReturnType<typeof startIotControl>>;
let client: IoTClient;
beforeAll(async () => {
  authority = await CertificateAuthority.open(join(folder, 'authority'));
  await authority.filesOf('box-1', []);
});
beforeEach(async () => {
  server = await startIotControl(authority, [], callGate(credentials));
  client = new IoTClient({ endpoint: server.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return async () => {
    client.destroy();
    await server.stop();
  };
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the registry of things', () => {
  test('describes a thing and its certificates', async () => {
    expect(await client.send(new DescribeThingCommand({ thingName: 'box-1' }))).toMatchObject({
      thingName: 'box-1',
      version: 1,
    });
    const { principals } = await client.send(new ListThingPrincipalsCommand({ thingName: 'box-1' }));
    expect(principals).toHaveLength(1);
    const certificateId = principals![0]!.split('/')[1]!;
    const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
    expect(certificateDescription).toMatchObject({ certificateId, status: 'ACTIVE' });
  });

  test('says of what does not exist that it does not, as AWS does', async () => {
    for (const command of [
      new DescribeThingCommand({ thingName: 'nobody' }),
      new ListThingPrincipalsCommand({ thingName: 'nobody' }),
      new DescribeCertificateCommand({ certificateId: 'a'.repeat(64) }),
    ])
      await expect(client.send(command as DescribeThingCommand)).rejects.toThrow(ResourceNotFoundException);
  });

  test('lists things by pages, with their attributes', async () => {
    for (const thingName of ['box-2', 'box-3']) await client.send(new CreateThingCommand({ thingName }));
    const first = await client.send(new ListThingsCommand({ maxResults: 2 }));
    expect(first.things).toMatchObject([
      { thingName: 'box-1', attributes: { certificateUntil: expect.stringMatching(/^20\d\d-.+Z$/) } },
      { thingName: 'box-2', attributes: {} },
    ]);
    const { things, nextToken } = await client.send(
      new ListThingsCommand({ maxResults: 2, nextToken: first.nextToken! }),
    );
    expect([things!.map(({ thingName }) => thingName), nextToken]).toEqual([['box-3'], undefined]);
    await expect(client.send(new ListThingsCommand({ nextToken: 'x' }))).rejects.toThrow(
      InvalidRequestException,
    );
  });

  test('changes attributes: merged or replaced, and an empty one goes', async () => {
    const thingName = 'box-4';
    const create = (attributes: Record<string, string>) =>
      client.send(new CreateThingCommand({ thingName, attributePayload: { attributes } }));
    const update = (attributes: Record<string, string>, merge: boolean) =>
      client.send(new UpdateThingCommand({ thingName, attributePayload: { attributes, merge } }));
    const now = async () => (await client.send(new DescribeThingCommand({ thingName }))).attributes;
    await create({ owner: 'a' });
    await create({ owner: 'a' });
    await expect(create({})).rejects.toThrow(ResourceAlreadyExistsException);
    await update({ certificateUntil: 'none' }, true);
    expect(await now()).toEqual({ owner: 'a', certificateUntil: 'none' });
    await update({ certificateUntil: '' }, true);
    expect(await now()).toEqual({ owner: 'a' });
    await update({ place: 'b' }, false);
    expect(await now()).toEqual({ place: 'b' });
    await expect(
      client.send(new UpdateThingCommand({ thingName: 'nobody', attributePayload: { merge: true } })),
    ).rejects.toThrow(ResourceNotFoundException);
  });

  test('throttles each call by itself', async () => {
    const principals = () => client.send(new ListThingPrincipalsCommand({ thingName: 'box-1' }));
    const calls = Array.from({ length: serviceLimits.listedPrincipalsOfSecond.limit + 5 }, principals);
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(ThrottlingException);
    expect(await client.send(new DescribeThingCommand({ thingName: 'box-1' }))).toMatchObject({ version: 1 });
  });
});

describe('what is registered under a name', () => {
  test('has the end of its certificate, or nothing', async () => {
    const find = thingsFrom(client);
    const found = await find('box-1');
    expect(found).toEqual({ certificateUntil: expect.any(Number) });
    expect((found as { certificateUntil: number }).certificateUntil).toBeGreaterThan(Date.now());
    expect(await find('nobody')).toBeNull();
  });

  test('is unknown while the registry throttles, or is away', async () => {
    const find = thingsFrom(client);
    const outcomes = await Promise.all(
      Array.from({ length: serviceLimits.listedPrincipalsOfSecond.limit + 5 }, () => find('box-1')),
    );
    expect(outcomes).toContain('unknown');
    expect(outcomes).not.toContain(null);
    await server.stop();
    expect(await find('box-1')).toBe('unknown');
    server = await startIotControl(authority, [], callGate(credentials));
  });
});

test('calls are counted by kind and second', () => {
  const rate = new CallRate({ a: 2 });
  expect([rate.isExceededBy('a', 0), rate.isExceededBy('a', 500), rate.isExceededBy('a', 999)]).toEqual([
    false,
    false,
    true,
  ]);
  expect(rate.isExceededBy('a', 1000)).toBe(false);
  for (let call = 0; call < 1000; call++) expect(rate.isExceededBy('b', call)).toBe(false);
});
