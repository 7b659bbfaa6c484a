import { expect, test } from 'vitest';
import { storeRefused } from '../../src/storage/store-refused.ts';
import { apiAt } from '../support/api-at.ts';
import { people } from '../support/api-in-process.ts';

const { otto, paul, petra, lena } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const api = apiAt(noon);

const create = (source: string, more: object = {}) =>
  api.ask(otto, 'createSource', {
    body: { source, transport: 'https', description: 'Boxes of the north', ...more },
  });
const mapping = {
  devices: ['box'],
  times: [{ path: 'at', form: 'iso', clock: 'device' }],
  values: [{ channel: 'temperature', path: 'celsius', unit: '°C' }],
};

test('a source is created with defaults, listed, and shown without its secret', async () => {
  const { body } = await create('boxes', { audience: ['site:north'] });
  expect(body).toEqual({
    source: 'boxes',
    sendsTo: 'https://api.example/api/ingest/boxes',
    secret: expect.stringMatching(/^coldwatch_[\w-]{43}$/) as unknown,
  });
  const listed = {
    source: 'boxes',
    transport: 'https',
    description: 'Boxes of the north',
    authentication: 'secret',
    messagesPerMinute: 600,
    silentAfterSeconds: 3600,
    audience: ['site:north'],
    mapping: null,
    createdBy: 'otto',
    createdAt: '2026-11-20T12:00:00.000Z',
    silentSince: null,
    retiredAt: null,
  };
  expect((await api.ask(lena, 'listSources')).body.items).toContainEqual(listed);
  const shown = await api.ask(lena, 'showSource', { path: { source: 'boxes' } });
  expect(shown.body).toEqual({
    ...listed,
    sendsTo: 'https://api.example/api/ingest/boxes',
    heardAt: null,
    devices: [],
    mappings: [],
    changes: [],
    refused: [],
  });
  expect((await create('boxes')).status).toBe(409);
});

test('a gateway has a topic, and neither secret nor rotation', async () => {
  const { body } = await create('gateway-7', { transport: 'mqtt' });
  expect(body).toEqual({ source: 'gateway-7', sendsTo: 'coldwatch/gateway-7/gateway', secret: null });
  const rotation = await api.ask(otto, 'rotateSecret', { path: { source: 'gateway-7' }, body: {} });
  expect(rotation.status).toBe(409);
});

test.each<[object, string]>([
  [{ transport: 'mqtt', authentication: 'secret' }, 'authentication: must be left out for mqtt'],
  [{ transport: 'http' }, 'transport: must be https or mqtt'],
  [{ source: 'a b' }, 'source: must be the name of a thing'],
  [{ messagesPerMinute: 0 }, 'messagesPerMinute: must be from 1 to 60000'],
  [{ silentAfter: 'PT0S' }, 'silentAfter: must be a duration'],
  [{ secret: 'mine' }, 'the body: unknown field "secret"'],
])('what cannot be created is refused with the field: %o', async (wrong, problem) => {
  const { status, body } = await create('wrong', wrong);
  expect([status, (body.problems as string[])[0]]).toEqual([400, expect.stringContaining(problem)]);
});

test('a repeated request gives a new secret in place of the lost one; the overlap is that of the first', async () => {
  await create('rotating');
  const rotate = (key: string) =>
    api.ask(otto, 'rotateSecret', { path: { source: 'rotating' }, body: { overlap: 'PT1H' }, key });
  const [first, again] = [await rotate('rotation-1'), await rotate('rotation-1')];
  expect(first.body.previousUntil).toBe('2026-11-20T13:00:00.000Z');
  expect(again.body.previousUntil).toBe('2026-11-20T13:00:00.000Z');
  expect(again.body.secret).not.toBe(first.body.secret);
});

test('devices are registered with one source, and deregistered', async () => {
  await create('one');
  await create('two');
  const register = (source: string, named: string, device: string) =>
    api.ask(otto, 'registerDevices', { path: { source }, body: { devices: [{ named, device }] } });
  expect((await register('one', 'eui-1', 'box-1')).status).toBe(200);
  expect((await register('two', 'eui-1', 'box-1')).body.detail).toContain(
    'box-1 belongs to another source, one;',
  );
  expect((await register('nothing', 'eui-1', 'box-1')).status).toBe(404);
  expect((await register('one', 'eui-1', 'no name')).status).toBe(400);
  const deregister = (source: string) =>
    api.ask(otto, 'deregisterDevice', { path: { source, device: 'box-1' } });
  expect([(await deregister('two')).status, (await deregister('one')).status]).toEqual([404, 200]);
  expect((await register('two', 'eui-1', 'box-1')).status).toBe(200);
});

test('a mapping is in force once someone other than its author has approved what they have read', async () => {
  await create('mapped');
  const path = { source: 'mapped' };
  const olga = { username: 'olga', groups: ['operations', 'pharmacist'] };
  const added = await api.ask(olga, 'addMapping', { path, body: mapping });
  expect(added.body).toMatchObject({ version: 1, writtenBy: 'olga', approvedBy: null });
  const approve = (sha256: string, version = '1') =>
    api.ask(paul, 'approveMapping', { path: { ...path, version }, body: { sha256 } });
  expect((await approve('0'.repeat(64))).status).toBe(422);
  expect((await approve(added.body.sha256, '2')).status).toBe(404);
  const own = await api.ask(olga, 'approveMapping', {
    path: { ...path, version: '1' },
    body: { sha256: added.body.sha256 },
  });
  expect([own.status, own.body.detail]).toEqual([
    409,
    'olga wrote this version; someone else must approve it',
  ]);
  expect((await approve(added.body.sha256)).body).toMatchObject({ approvedBy: 'paul' });
  expect((await api.ask(petra, 'showSource', { path })).body).toMatchObject({ mapping: 1 });
  const wrong = await api.ask(otto, 'addMapping', { path, body: { ...mapping, devices: [] } });
  expect([wrong.status, (wrong.body.problems as string[])[0]]).toEqual([
    400,
    expect.stringContaining('devices'),
  ]);
});

test('a mapping is previewed on the given message, else on the one that was refused last and whose body is stored', async () => {
  await create('previewed');
  const path = { source: 'previewed' };
  const preview = (body: object) => api.ask(lena, 'previewMapping', { path, body: { mapping, ...body } });
  expect((await preview({})).status).toBe(404);
  const message = '{"box":"B7","at":"2026-11-20T11:59:00Z","celsius":4.25}';
  for (const [payload, receivedAt, isBodyStored] of [
    [message, noon - 2, true],
    ['{"bytes":1}', noon - 1, false],
  ] as const)
    await storeRefused(api.account.database, {
      deviceId: 'previewed',
      topic: 'source/previewed',
      receivedAt,
      payload: Buffer.from(payload),
      refused: [{ line: 1, reason: 'not known' }],
      isBodyStored,
    });
  const last = await preview({});
  expect(last.body).toMatchObject({
    message,
    receivedAt: '2026-11-20T11:59:59.998Z',
    devices: [
      {
        named: 'B7',
        device: null,
        readings: [{ channel: 'temperature', value: '4.25', time: '2026-11-20T11:59:00.000Z' }],
        refused: [],
      },
    ],
    refused: [],
  });
  const given = await preview({ message: '{"box":"B8"}' });
  expect(given.body).toMatchObject({ message: '{"box":"B8"}', receivedAt: null });
  expect((await preview({ mapping: { devices: [] } })).status).toBe(400);
});

test('requests without a secret, however many, hide neither what was refused nor the message to preview', async () => {
  await create('flooded');
  const path = { source: 'flooded' };
  const refuse = (payload: string, receivedAt: number, isBodyStored: boolean) =>
    storeRefused(api.account.database, {
      deviceId: 'flooded',
      topic: 'source/flooded',
      receivedAt,
      payload: Buffer.from(payload),
      refused: [{ line: 1, reason: isBodyStored ? 'no layout' : 'no secret' }],
      isBodyStored,
    });
  const message = '{"box":"B7","at":"2026-11-20T11:59:00Z","celsius":4.25}';
  await refuse(message, noon - 1000, true);
  for (let each = 0; each < 60; each++) await refuse(`{"bytes":${each}}`, noon + each, false);
  const { body } = await api.ask(lena, 'showSource', { path });
  expect((body.refused as { reason: string }[]).map(({ reason }) => reason)).toEqual([
    ...Array.from({ length: 5 }, () => 'no secret'),
    'no layout',
  ]);
  const preview = await api.ask(lena, 'previewMapping', { path, body: { mapping } });
  expect(preview.body).toMatchObject({ message });
});

test('settings are changed and each change is recorded; what is as given already is no change', async () => {
  await create('changing', { audience: ['site:north'] });
  const path = { source: 'changing' };
  const change = (body: Record<string, unknown>) => api.ask(otto, 'changeSource', { path, body });
  expect((await change({})).body.problems).toEqual([
    'the body: must name what to change: description, messagesPerMinute, silentAfter or audience',
  ]);
  expect((await change({ transport: 'mqtt' })).status).toBe(400);
  expect(
    (await api.ask(otto, 'changeSource', { path: { source: 'none' }, body: { description: 'x' } })).status,
  ).toBe(404);
  expect((await change({ description: 'Both halls', silentAfter: 'PT2H' })).body).toMatchObject({
    description: 'Both halls',
    silentAfterSeconds: 7200,
    messagesPerMinute: 600,
  });
  await change({ messagesPerMinute: 5, audience: [] });
  await change({ messagesPerMinute: 5, audience: [] });
  const { body } = await api.ask(lena, 'showSource', { path });
  expect(body).toMatchObject({
    messagesPerMinute: 5,
    audience: [],
    description: 'Both halls',
    retiredAt: null,
  });
  const entry = { at: '2026-11-20T12:00:00.000Z', by: 'otto', retiredFor: null };
  expect(body.changes).toEqual([
    {
      ...entry,
      before: { messagesPerMinute: 600, audience: ['site:north'] },
      after: { messagesPerMinute: 5, audience: [] },
    },
    {
      ...entry,
      before: { description: 'Boxes of the north', silentAfterSeconds: 3600 },
      after: { description: 'Both halls', silentAfterSeconds: 7200 },
    },
  ]);
});

test('a retired source keeps its name and its record, its devices are free, and nothing of it can be changed', async () => {
  await create('retiring');
  await create('successor');
  const path = { source: 'retiring' };
  const register = (source: string) =>
    api.ask(otto, 'registerDevices', {
      path: { source },
      body: { devices: [{ named: 'eui-7', device: 'box-7' }] },
    });
  await register('retiring');
  expect((await register('successor')).status).toBe(409);
  const retire = (reason: string) => api.ask(otto, 'retireSource', { path, body: { reason } });
  expect((await api.ask(otto, 'retireSource', { path, body: {} })).status).toBe(400);
  expect((await retire('replaced by successor')).body).toMatchObject({
    retiredAt: '2026-11-20T12:00:00.000Z',
  });
  expect((await retire('again')).status).toBe(200);
  expect((await register('successor')).status).toBe(200);
  const shown = await api.ask(lena, 'showSource', { path });
  expect(shown.body).toMatchObject({
    retiredAt: '2026-11-20T12:00:00.000Z',
    devices: [{ named: 'eui-7', device: 'box-7' }],
    changes: [{ by: 'otto', retiredFor: 'replaced by successor', before: {}, after: {} }],
  });
  const { items } = (await api.ask(lena, 'listSources')).body as { items: { source: string }[] };
  expect(items.at(-1)).toMatchObject({ source: 'retiring' });
  expect((await create('retiring')).body.detail).toBe(
    'a source retiring was retired, and its name is not given again; choose another',
  );
  for (const refused of [
    await register('retiring'),
    await api.ask(otto, 'rotateSecret', { path, body: {} }),
    await api.ask(otto, 'changeSource', { path, body: { description: 'x' } }),
    await api.ask(otto, 'addMapping', { path, body: mapping }),
  ])
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'retiring was retired 2026-11-20T12:00:00.000Z; create another source in its place',
    ]);
});
