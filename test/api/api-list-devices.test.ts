import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createSource } from '../../src/storage/create-source.ts';
import { accessKey } from '../../src/storage/source-items.ts';
import { registerDevice } from '../../src/storage/source-devices.ts';
import type { Somebody } from '../simulation/identity.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena, sara, paul, otto } = people;
const nine = Date.parse('2026-11-20T09:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();
const summer = '2027-06-01T00:00:00.000Z';

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(nine));
  const { things } = api.account.services;
  things.register('new-1', {}, { certificateUntil: summer });
  things.register('new-2');
  things.register('old-1', {}, { certificateUntil: 'none', owner: 'pharma' });
  for (const device of ['north-1', 'south-1', 'pool-1'])
    things.register(device, {}, { certificateUntil: summer });
  await createSource(
    api.account.database,
    {
      name: 'hub',
      transport: 'https',
      description: 'x',
      authentication: 'secret',
      messagesPerMinute: 1,
      silentAfterMs: 3_600_000,
      audience: [],
    },
    { by: 'x', at: nine, request: 'x' },
  );
  for (const [named, device] of [
    ['AB', 'tag-1'],
    ['ab', 'tag-1'],
    ['CD', 'tag-2'],
  ] as const)
    await registerDevice(api.account.database, 'hub', { named, device });
  await steps.plan('N-1');
  await steps.plan('S-1', { site: 'south', goods: 'plasma' });
  for (const [shipment, device] of [
    ['N-1', 'north-1'],
    ['S-1', 'south-1'],
  ] as const)
    await steps.step('attachDevice', shipment, {
      device,
      since: iso(nine - 60 * minute),
      ...(device === 'north-1' && { calibratedUntil: '2026-12-01T00:00:00Z' }),
    });
  await steps.send('north-1', { time: nine - 10 * minute, temperature: 6, battery: 11 });
  await steps.send('south-1', { time: nine - 5 * minute, temperature: 6 });
  // It came back from the south, and has sent nothing since.
  await steps.step('attachDevice', 'S-1', { device: 'pool-1', since: iso(nine - 50 * minute) });
  await steps.send('pool-1', { time: nine - 40 * minute, temperature: 31, battery: 70 });
  await steps.step('detachDevice', 'S-1', { at: iso(nine - 30 * minute) }, { device: 'pool-1' });
});
afterEach(() => {
  api.account.services.things.throttled.clear();
  vi.setSystemTime(nine);
});
afterAll(() => stopApi(api));

const list = (requester: Somebody, query: Record<string, string> = {}) =>
  steps.done(requester, 'listDevices', { query });
const names = async (requester: Somebody, query?: Record<string, string>) =>
  (await list(requester, query)).items.map(({ device }) => device);
const one = async (requester: Somebody, device: string) =>
  (await list(requester)).items.find((each) => each.device === device);

const blank = {
  source: null,
  isGateway: false,
  lastHeardAt: null,
  lastReadAt: null,
  wasElsewhere: false,
  batteryPercent: null,
  calibratedUntil: null,
  certificate: 'known',
  certificateUntil: summer,
  attachedTo: null,
  diagnostics: null,
  lastRefusedAt: null,
};

describe('the list of devices', () => {
  test('has things and devices of sources, each once; those at shipments of other sites are left out', async () => {
    const all = ['new-1', 'new-2', 'old-1', 'north-1', 'south-1', 'pool-1', 'tag-1', 'tag-2'];
    expect(await names(otto)).toEqual(all);
    expect(await names(lena)).toEqual(all);
    expect(await names(sara)).toEqual(all.filter((name) => name !== 'north-1'));
    expect(await names(paul)).toEqual(all.filter((name) => name !== 'south-1'));
  });

  test('says what is not known as not known', async () => {
    const { items } = await list(otto);
    expect(items.slice(0, 3)).toEqual([
      { ...blank, device: 'new-1' },
      { ...blank, device: 'new-2', certificate: 'unknown', certificateUntil: null },
      { ...blank, device: 'old-1', certificate: 'none', certificateUntil: null },
    ]);
    expect(items.at(-1)).toEqual({
      ...blank,
      device: 'tag-2',
      source: 'hub',
      certificate: 'not-needed',
      certificateUntil: null,
    });
  });

  test('has battery, contact, calibration, shipment and what is wrong of an attached device', async () => {
    expect(await one(paul, 'north-1')).toEqual({
      ...blank,
      device: 'north-1',
      lastHeardAt: iso(nine - 10 * minute),
      lastReadAt: iso(nine - 10 * minute),
      batteryPercent: 11,
      calibratedUntil: '2026-12-01T00:00:00.000Z',
      attachedTo: { shipment: 'N-1', goods: 'vaccine', since: iso(nine - 60 * minute), role: 'product' },
      diagnostics: ['battery-low'],
    });
    expect(await one(sara, 'south-1')).toMatchObject({
      batteryPercent: null,
      calibratedUntil: null,
      diagnostics: [],
    });
  });

  test('of a device that was at another site says only what it sent since', async () => {
    const seen = { lastReadAt: iso(nine - 40 * minute), batteryPercent: 70, wasElsewhere: false };
    expect(await one(otto, 'pool-1')).toMatchObject(seen);
    expect(await one(sara, 'pool-1')).toMatchObject(seen);
    expect(await one(paul, 'pool-1')).toEqual({ ...blank, device: 'pool-1', wasElsewhere: true });
  });

  test('a battery that can no longer be read is not known', async () => {
    await steps.send('new-2', { time: nine - 20 * minute, temperature: 5, battery: 90 });
    expect(await one(otto, 'new-2')).toMatchObject({ batteryPercent: 90 });
    await steps.send('new-2', { time: nine - 10 * minute, temperature: 5, battery: 'ERR' });
    expect(await one(otto, 'new-2')).toMatchObject({ batteryPercent: null });
  });

  test('refused messages are told of every device, and are wrong with an attached one', async () => {
    await steps.send('tag-2', 'not a payload', nine - minute);
    await steps.send('south-1', 'not a payload', nine + minute);
    expect(await one(otto, 'tag-2')).toMatchObject({
      lastHeardAt: iso(nine - minute),
      lastRefusedAt: iso(nine - minute),
      diagnostics: null,
    });
    expect(await one(otto, 'south-1')).toMatchObject({ diagnostics: ['messages-not-understood'] });
    expect(await names(otto, { withDiagnostics: 'true' })).toEqual(['north-1', 'south-1', 'tag-2']);
  });
});

test('a gateway is told as such, with when it was heard for its devices', async () => {
  const { database, services } = api.account;
  services.things.register('gate-1');
  const gateway = { description: 'x', authentication: null, messagesPerMinute: 60, silentAfterMs: 3_600_000 };
  await createSource(
    database,
    { name: 'gate-1', transport: 'mqtt', audience: [], ...gateway },
    { by: 'x', at: nine, request: 'y' },
  );
  expect(await one(otto, 'gate-1')).toMatchObject({ isGateway: true, lastHeardAt: null });
  await database.client.send(
    new UpdateItemCommand({
      TableName: 'sources',
      Key: accessKey('gate-1'),
      UpdateExpression: 'SET heardAt = :at',
      ExpressionAttributeValues: { ':at': { N: String(nine - minute) } },
    }),
  );
  expect(await one(otto, 'gate-1')).toMatchObject({ isGateway: true, lastHeardAt: iso(nine - minute) });
});

describe('a filter', () => {
  test('lists what it fits, and counts what is left out because it is not known', async () => {
    expect(await list(otto, { batteryBelowPercent: '30' })).toMatchObject({
      items: [{ device: 'north-1' }],
      unknown: 7,
      next: null,
    });
    const all = await list(otto, { batteryBelowPercent: '30', unknown: 'include' });
    expect(all.items).toHaveLength(8);
    expect(all.unknown).toBe(0);
    expect(all.items.map(({ device }) => device)).not.toContain('pool-1');
    expect(await names(otto, { calibrationWithinDays: '30' })).toEqual(['north-1']);
    expect(await names(otto, { certificateWithinDays: '60' })).toEqual(['old-1']);
    vi.setSystemTime(nine + 24 * 60 * minute);
    expect(await names(otto, { notHeardForHours: '24' })).toContain('north-1');
  });

  test.each([
    [{ batteryBelowPercent: 'low' }, 'batteryBelowPercent: must be a number'],
    [{ batteryBelowPercent: '0' }, 'batteryBelowPercent: must be from 1 to 110'],
    [{ notHeardForHours: '1.5' }, 'notHeardForHours: must be a whole number'],
    [{ withDiagnostics: 'yes' }, 'withDiagnostics: must be true, or left out'],
    [{ unknown: 'yes' }, 'unknown: must be include, or left out'],
  ])('%o is refused', async (query, problem) => {
    const { status, body } = await api.ask(otto, 'listDevices', { query });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(problem);
  });
});

describe('pages', () => {
  test('go through things and sources, each device once', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(otto, {
        limit: '3',
        ...(cursor !== null && { cursor }),
      });
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map(({ device }) => device));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(await names(otto));
  });

  test('begin with cursors of ours only', async () => {
    const cursors = [
      'x',
      Buffer.from('{"source":""}').toString('base64url'),
      Buffer.from('{"source":null,"after":"not a token"}').toString('base64url'),
    ];
    for (const cursor of cursors) {
      const { status, body } = await api.ask(otto, 'listDevices', { query: { cursor } });
      expect([status, body.detail]).toEqual([400, 'cursor: must be the "next" of the page before']);
    }
  });
});

test('only people with a role may list devices', async () => {
  const nobody = { username: 'nina', groups: ['site:north'] };
  expect((await api.ask(nobody, 'listDevices')).status).toBe(403);
});
