import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSource, SourceExists } from '../../src/storage/create-source.ts';
import {
  deregisterDevice,
  devicesOfSource,
  registerDevice,
  RegistrationRefused,
} from '../../src/storage/source-devices.ts';
import {
  approveMapping,
  MappingRefused,
  mappingsOfSource,
  NoSuchMapping,
  putMapping,
} from '../../src/storage/source-mappings.ts';
import { NoSecret, readAccess, rotateSecret, secretsOf } from '../../src/storage/source-secrets.ts';
import { noteHeard, readSource, registeredDevices } from '../../src/storage/sources.ts';
import type { SourceMapping } from '../../src/model/source-mapping.ts';
import { sha256, sha256OfJson } from '../../src/model/digest.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';

const at = Date.UTC(2026, 10, 20, 8);
const plan = {
  description: 'Network server of the north site',
  messagesPerMinute: 120,
  silentAfterMs: 3_600_000,
  audience: ['north'],
} as const;
const network = { ...plan, name: 'network', transport: 'https', authentication: 'secret' } as const;
const gateway = { ...plan, name: 'gateway-1', transport: 'mqtt', authentication: null } as const;

const mappingOf = (device: string): SourceMapping => ({
  devices: [device],
  times: [{ path: 'at', form: 'iso', clock: 'device' }],
  values: [{ channel: 'temperature', path: 'celsius', unit: 'Cel' }],
});

describe.each(engines)('sources in %s', (engine) => {
  let store: TestDatabase;
  beforeAll(async () => {
    store = await startDatabase(engine);
  });
  afterAll(async () => {
    await store.stop();
  });
  const create = (source: typeof network | typeof gateway, name: string, request = `create-${name}`) =>
    createSource(store.database, { ...source, name }, { by: 'olga', at, request });

  it('are created once, with a secret of which only the SHA-256 is stored', async () => {
    const { source, secret } = await create(network, 'created');
    expect(source).toEqual({
      ...network,
      name: 'created',
      mapping: null,
      createdBy: 'olga',
      createdAt: at,
      silentSince: null,
      notifiedSilence: null,
    });
    expect(secret).toMatch(/^coldwatch_[A-Za-z0-9_-]{43}$/);
    const access = (await readAccess(store.database, 'created'))!;
    expect(secretsOf(access, at)).toEqual({ authentication: 'secret', valid: [sha256(secret!)] });
    expect(JSON.stringify(access)).not.toContain(secret!);
    await expect(create(network, 'created', 'another-request')).rejects.toThrow(SourceExists);
  });

  it('are created again by the same request, with a new secret that replaces the lost one', async () => {
    const first = await create(network, 'twice');
    const second = await create(network, 'twice');
    expect(second.secret).not.toBe(first.secret);
    expect(secretsOf((await readAccess(store.database, 'twice'))!, at)!.valid).toEqual([
      sha256(second.secret!),
    ]);
  });

  it('have no secret as a gateway', async () => {
    expect(await create(gateway, 'gateway-a')).toMatchObject({ secret: null, source: { transport: 'mqtt' } });
    expect(secretsOf((await readAccess(store.database, 'gateway-a'))!, at)).toBeNull();
    await expect(
      rotateSecret(store.database, 'gateway-a', { overlapMs: 0, now: at, request: 'r' }),
    ).rejects.toThrow(NoSecret);
  });

  it('keep the secret before the last for the overlap, and no older one', async () => {
    const { secret: first } = await create(network, 'rotated');
    const rotate = (request: string, overlapMs: number, now: number) =>
      rotateSecret(store.database, 'rotated', { overlapMs, now, request });
    const valid = async (now: number) =>
      secretsOf((await readAccess(store.database, 'rotated'))!, now)!.valid;
    const second = await rotate('one', 1000, at);
    expect(second.previousUntil).toBe(at + 1000);
    expect(await valid(at + 999)).toEqual([sha256(second.secret), sha256(first!)]);
    expect(await valid(at + 1000)).toEqual([sha256(second.secret)]);
    const third = await rotate('two', 5000, at + 10);
    expect(await valid(at + 11)).toEqual([sha256(third.secret), sha256(second.secret)]);
    const repeated = await rotate('two', 5000, at + 20);
    expect(await valid(at + 21)).toEqual([sha256(repeated.secret), sha256(second.secret)]);
    expect(repeated.previousUntil).toBe(at + 5010);
    const last = await rotate('three', 0, at + 30);
    expect(last.previousUntil).toBeNull();
    expect(await valid(at + 30)).toEqual([sha256(last.secret)]);
  });

  it('store the key itself where requests are signed', async () => {
    const { secret } = await createSource(
      store.database,
      { ...network, name: 'signing', authentication: 'signature' },
      { by: 'olga', at, request: 'r' },
    );
    expect(secretsOf((await readAccess(store.database, 'signing'))!, at)).toEqual({
      authentication: 'signature',
      valid: [secret],
    });
  });

  it('speak for registered devices only, each of one source', async () => {
    await create(network, 'speaking');
    await registerDevice(store.database, 'speaking', { named: 'eui-1', device: 'box-1' });
    await registerDevice(store.database, 'speaking', { named: 'eui-1', device: 'box-1' });
    await registerDevice(store.database, 'speaking', { named: 'Box "1"', device: 'box-1' });
    await registerDevice(store.database, 'speaking', { named: 'eui-2', device: 'box-2' });
    await expect(
      registerDevice(store.database, 'speaking', { named: 'eui-1', device: 'box-3' }),
    ).rejects.toThrow(RegistrationRefused);
    await expect(
      registerDevice(store.database, 'other', { named: 'eui-1', device: 'box-1' }),
    ).rejects.toThrow(/belongs to another source/);
    expect(
      await registeredDevices(store.database, 'speaking', ['eui-1', 'eui-1', 'eui-9', '', 'Box "1"']),
    ).toEqual(
      new Map([
        ['eui-1', 'box-1'],
        ['Box "1"', 'box-1'],
      ]),
    );
    expect(await registeredDevices(store.database, 'other', ['eui-1'])).toEqual(new Map());
    expect(await deregisterDevice(store.database, 'other', 'box-1')).toBe(false);
    expect(await deregisterDevice(store.database, 'speaking', 'box-1')).toBe(true);
    expect(await deregisterDevice(store.database, 'speaking', 'box-1')).toBe(false);
    expect(await devicesOfSource(store.database, 'speaking')).toEqual([{ named: 'eui-2', device: 'box-2' }]);
    await registerDevice(store.database, 'other', { named: 'eui-1', device: 'box-1' });
  });

  it('look up more names than one read takes', async () => {
    for (let each = 0; each < 130; each++)
      await registerDevice(store.database, 'many', { named: `n${each}`, device: `many-${each}` });
    const names = Array.from({ length: 260 }, (_, each) => `n${each}`);
    expect((await registeredDevices(store.database, 'many', names)).size).toBe(130);
  });

  it('were heard at the latest time of receipt, in whatever order it is noted', async () => {
    await create(gateway, 'heard');
    for (const receivedAt of [at, at + 5000, at + 1000]) await noteHeard(store.database, 'heard', receivedAt);
    expect((await readAccess(store.database, 'heard'))!['heardAt']).toEqual({ N: String(at + 5000) });
    await noteHeard(store.database, 'nobody', at);
    expect(await readAccess(store.database, 'nobody')).toBeNull();
    expect(await readSource(store.database, 'nobody')).toBeNull();
  });

  it('use a mapping once someone other than its author has approved it', async () => {
    await create(network, 'mapped');
    const content = mappingOf('a');
    const stored = await putMapping(store.database, 'mapped', content, 'olga');
    expect(stored).toEqual({
      version: 1,
      sha256: sha256OfJson(content),
      content,
      writtenBy: 'olga',
      approvedBy: null,
      approvedAt: null,
    });
    expect(await putMapping(store.database, 'mapped', content, 'someone')).toEqual(stored);
    expect((await readSource(store.database, 'mapped', true))!.mapping).toBeNull();
    const approve = (version: number, by: string) =>
      approveMapping(store.database, 'mapped', version, { by, at });
    await expect(approve(1, 'olga')).rejects.toThrow(MappingRefused);
    await expect(approve(2, 'paul')).rejects.toThrow(NoSuchMapping);
    expect(await approve(1, 'paul')).toEqual({ ...stored, approvedBy: 'paul', approvedAt: at });
    expect((await approve(1, 'petra')).approvedBy).toBe('paul');
    expect((await readSource(store.database, 'mapped', true))!.mapping).toEqual({
      version: 1,
      sha256: stored.sha256,
      content,
    });
    const second = await putMapping(store.database, 'mapped', mappingOf('b'), 'olga');
    const third = await putMapping(store.database, 'mapped', content, 'olga');
    expect([second.version, third.version]).toEqual([2, 3]);
    await approve(3, 'paul');
    await approve(2, 'paul');
    expect((await readSource(store.database, 'mapped', true))!.mapping!.version).toBe(3);
    expect((await mappingsOfSource(store.database, 'mapped')).map(({ version }) => version)).toEqual([
      3, 2, 1,
    ]);
  });
});
