import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { changeSource, retireSource } from '../../src/storage/change-source.ts';
import { listSources } from '../../src/storage/list-sources.ts';
import { written } from '../../src/storage/schema-version.ts';
import { changeItem, changesOfSource } from '../../src/storage/source-changes.ts';
import { changeKey } from '../../src/storage/source-items.ts';
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
      deregistrations: 0,
      mapping: null,
      createdBy: 'olga',
      createdAt: at,
      silentSince: null,
      notifiedSilence: null,
      retiredAt: null,
      changes: 0,
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
    const deregistrations = async () => (await readSource(store.database, 'speaking', true))!.deregistrations;
    expect(await deregistrations()).toBe(0);
    expect(await deregisterDevice(store.database, 'speaking', 'box-1')).toBe(true);
    expect(await deregistrations()).toBe(1);
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

  it('are retired once: their secret ends, their devices are free, and an interrupted call is completed', async () => {
    const { secret } = await create(network, 'retired');
    await registerDevice(store.database, 'retired', { named: 'r-1', device: 'retired-1' });
    const retire = (reason: string, by: string) =>
      retireSource(store.database, 'retired', reason, { by, at: at + 5 });
    expect(secretsOf((await readAccess(store.database, 'retired'))!, at)!.valid).toEqual([sha256(secret!)]);
    expect(await retire('sold', 'olga')).toMatchObject({ retiredAt: at + 5, silentSince: null, changes: 1 });
    expect(await retire('sold again', 'paul')).toMatchObject({ retiredAt: at + 5, changes: 1 });
    expect(await changesOfSource(store.database, 'retired')).toEqual([
      { number: 1, by: 'olga', at: at + 5, before: {}, after: {}, retiredFor: 'sold' },
    ]);
    expect(secretsOf((await readAccess(store.database, 'retired'))!, at)).toBeNull();
    const rotating = { overlapMs: 0, now: at, request: 'r' };
    await expect(rotateSecret(store.database, 'retired', rotating)).rejects.toThrow(NoSecret);
    await expect(create(network, 'retired')).rejects.toThrow(/was retired/);
    await registerDevice(store.database, 'network-2', { named: 'r-1', device: 'retired-1' });
    // An owner that was put while the source was retired is not stuck.
    await registerDevice(store.database, 'retired', { named: 'r-2', device: 'retired-2' });
    expect(await deregisterDevice(store.database, 'retired', 'retired-2')).toBe(true);
    expect(await retireSource(store.database, 'none', 'x', { by: 'olga', at })).toBeNull();
  });

  it('are changed one change after the other, and a recorded change that was not carried out is, before the next', async () => {
    await create(network, 'changed');
    const change = (settings: object, by: string) =>
      changeSource(store.database, 'changed', settings, { by, at });
    await Promise.all([
      change({ messagesPerMinute: 7 }, 'olga'),
      change({ description: 'Both' }, 'paul'),
      change({ silentAfterMs: 1000 }, 'petra'),
    ]);
    const changed = { messagesPerMinute: 7, description: 'Both', silentAfterMs: 1000, changes: 3 };
    expect(await readSource(store.database, 'changed', true)).toMatchObject(changed);
    const abandoned = {
      ...changeKey('changed', 4),
      ...written,
      ...changeItem({
        number: 4,
        by: 'olga',
        at,
        before: { messagesPerMinute: 7 },
        after: { messagesPerMinute: 9 },
        retiredFor: null,
      }),
    };
    const { client, tables } = store.database;
    await client.send(new PutItemCommand({ TableName: tables.sources, Item: abandoned }));
    await change({ audience: [] }, 'paul');
    expect(await readSource(store.database, 'changed', true)).toMatchObject({
      ...changed,
      messagesPerMinute: 9,
      audience: [],
      changes: 5,
    });
    expect((await readAccess(store.database, 'changed'))!['messagesPerMinute']).toEqual({ N: '9' });
    expect(await listSources(store.database)).not.toContainEqual(
      expect.objectContaining({ name: 'retired' }),
    );
    expect((await listSources(store.database, 'retired')).map(({ name }) => name)).toEqual(['retired']);
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
