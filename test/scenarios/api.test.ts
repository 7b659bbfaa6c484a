import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateFiles } from '../../src/cli/evaluate-files.ts';
import { routes } from '../../src/api/routes/routes.ts';
import { openApi } from '../../src/api/routes/open-api.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, addressOf, ask, signInAs } from '../support/api-client.ts';
import { arrivedShipment, steady, reportReadings } from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
let otto: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul, otto] = (await Promise.all(['lena', 'paul', 'otto'].map((name) => signInAs(run, name)))) as [
    SignedIn,
    SignedIn,
    SignedIn,
  ];
});
afterAll(() => run.stop());

const plan = (shipment: string, more = {}) => ({
  shipment,
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site: 'north',
  profile: 'controlled-cold',
  ...more,
});
const detail = (text: string) => ({ detail: expect.stringContaining(text) as unknown });

test('the log records caller, route, address and outcome, regardless of the headers that a browser sends', async () => {
  const asked = await fetch(`${addressOf(run)}${routes.getMe.path}`, {
    headers: {
      authorization: `Bearer ${lena.token}`,
      'x-forwarded-for': '203.0.113.9',
      'cloudfront-viewer-address': '203.0.113.9:1',
    },
  });
  expect(asked.status).toBe(200);
  await fetch(`${addressOf(run)}${routes.getMe.path}`);
  const { username } = (await asked.json()) as { username: string };
  const entries = (): Record<string, unknown>[] =>
    readdirSync(join(run.folder, 'logs'))
      .filter((name) => /^ApiRead.*\.log$/.test(name))
      .flatMap((name) => readFileSync(join(run.folder, 'logs', name), 'utf8').split('\n'))
      .filter((line) => line.includes('"a request was answered"') && line.includes('GET /api/me'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  await expect.poll(() => entries().length).toBe(2);
  expect(entries()).toEqual([
    expect.objectContaining({
      route: 'GET /api/me',
      status: 200,
      username,
      subject: expect.stringMatching(/./) as unknown,
      address: expect.stringMatching(/^(::1|(::ffff:)?127\.0\.0\.1)$/) as unknown,
      gatewayPeer: '192.0.2.1',
    }),
    expect.objectContaining({ route: 'GET /api/me', status: 401 }),
  ]);
  expect(entries()[1]).not.toHaveProperty('username');
});

describe('a write', { timeout: 60_000 }, () => {
  test('that is repeated with its key is executed once, and gets the same response', async () => {
    await lena.do('createShipment', { body: plan('KEY-1') });
    const asked = { path: { shipment: 'KEY-1' }, key: 'hand-over-0001', body: { to: 'carrier', basedOn: 1 } };
    const first = await lena.do('handOver', asked);
    // The ledger has grown, but the request is recognised.
    await lena.step('depart', 'KEY-1');
    const again = await lena.do('handOver', asked);
    expect(again).toEqual(first);
    expect(first.sequence).toBe(2);
    const { entries } = await readLedger(run.database, 'KEY-1');
    expect(entries.map(({ fact }) => fact.kind)).toEqual(['shipment-created', 'handed-over', 'departed']);
    expect(entries[1]).toMatchObject({ by: 'lena' });
  });

  test('with different content under a used key is refused', async () => {
    await lena.do('createShipment', { body: plan('KEY-2') });
    const asked = { path: { shipment: 'KEY-2' }, key: 'hand-over-0002', body: { to: 'carrier', basedOn: 1 } };
    await lena.do('handOver', asked);
    expect(await lena.ask('handOver', { ...asked, body: { to: 'another', basedOn: 2 } })).toMatchObject({
      status: 422,
      body: detail('was used for another request'),
    });
  });

  test('without a key is refused', async () => {
    expect(await lena.ask('createShipment', { body: plan('KEY-3'), key: '' })).toMatchObject({
      status: 400,
      body: detail('Every write needs a header "Idempotency-Key"'),
    });
  });

  test('based on an outdated ledger receives the entries added since', async () => {
    await lena.do('createShipment', { body: plan('STALE-1') });
    await lena.step('depart', 'STALE-1');
    const { status, body } = await lena.ask('handOver', {
      path: { shipment: 'STALE-1' },
      body: { to: 'carrier', basedOn: 1 },
    });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      type: 'urn:coldwatch:problem:stale',
      entries: [{ sequence: 2, by: 'lena', fact: { kind: 'departed' } }],
    });
    expect(
      await lena.ask('handOver', { path: { shipment: 'STALE-1' }, body: { to: 'carrier', basedOn: 9 } }),
    ).toMatchObject({ status: 409, body: detail('has 2 ledger entries, not 9') });
  });

  test('that breaks the order of actions is refused with the reason', async () => {
    await lena.do('createShipment', { body: plan('ORDER-1') });
    await lena.step('depart', 'ORDER-1', { at: '2026-11-01T10:00:00Z' });
    expect(
      await lena.ask('arrive', {
        path: { shipment: 'ORDER-1' },
        body: { at: '2026-11-01T09:00:00Z', basedOn: 2 },
      }),
    ).toMatchObject({
      status: 409,
      body: detail('the shipment departed 2026-11-01 10:00 UTC; it cannot arrive earlier'),
    });
  });

  test('that cannot be parsed is refused with every problem and its field', async () => {
    const body = { shipment: 'a b', goods: '', origin: 'x', destination: 'y', site: 'north', extra: 1 };
    const answered = await lena.ask('createShipment', { body });
    expect(answered.status).toBe(400);
    const { problems } = answered.body as { problems: string[] };
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.stringContaining('goods: must not be empty'),
        expect.stringContaining('profile: is missing'),
        expect.stringContaining('unknown field "extra"'),
      ]),
    );
  });

  test("two at once both succeed in some order, or the later one receives the other's entry", async () => {
    await lena.do('createShipment', { body: plan('TWO-1') });
    const both = await Promise.all(
      ['carrier', 'airport'].map((to) =>
        lena.ask('handOver', { path: { shipment: 'TWO-1' }, body: { to, basedOn: 1 } }),
      ),
    );
    const later = both.find(({ status }) => status === 409);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(later!.body).toMatchObject({ entries: [{ sequence: 2 }] });
    await lena.step('handOver', 'TWO-1', { to: 'third' });
    const { entries } = await readLedger(run.database, 'TWO-1');
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });
});

describe('a list', { timeout: 60_000 }, () => {
  test('is returned in pages, by status and site, with each shipment once', async () => {
    for (let index = 0; index < 7; index++)
      await lena.do('createShipment', {
        body: plan(`PAGE-${index}`, { site: index % 2 === 0 ? 'south' : 'north' }),
      });
    await lena.step('depart', 'PAGE-6');
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await lena.do('listShipments', {
        query: { limit: 2, ...(cursor !== undefined && { cursor }) },
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ shipment }) => shipment));
      cursor = page.next ?? undefined;
      pages++;
    } while (cursor !== undefined);
    expect(pages).toBeGreaterThan(3);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((shipment) => shipment.startsWith('PAGE-')).sort()).toEqual(
      Array.from({ length: 7 }, (_, index) => `PAGE-${index}`),
    );
    const south = await lena.do('listShipments', { query: { site: 'south', status: 'in-transit' } });
    expect(south.items.map(({ shipment }) => shipment)).toEqual(['PAGE-6']);
    const ledger = await lena.do('listLedger', { path: { shipment: 'PAGE-6' }, query: { limit: 1 } });
    expect(ledger.items).toHaveLength(1);
    const rest = await lena.do('listLedger', {
      path: { shipment: 'PAGE-6' },
      query: { cursor: ledger.next! },
    });
    expect(rest).toMatchObject({ items: [{ sequence: 2 }], next: null });
    for (const wrong of ['x', Buffer.from('{"list":-1}').toString('base64url')])
      expect(await lena.ask('listShipments', { query: { cursor: wrong } })).toMatchObject({ status: 400 });
    expect(await lena.ask('listShipments', { query: { limit: 1000 } })).toMatchObject({
      status: 400,
      body: detail('limit: must be from 1 to 100'),
    });
  });

  test('is rebuilt from the ledgers byte for byte', async () => {
    const before = await otto.do('listShipments', { query: { limit: 100 } });
    const { items } = await otto.do('rebuildLists', { body: {} });
    expect(items.length).toBeGreaterThan(5);
    expect(items.every(({ was }) => was === 'same')).toBe(true);
    expect(await otto.do('listShipments', { query: { limit: 100 } })).toEqual(before);
  });
});

describe('readings', { timeout: 60_000 }, () => {
  test('are downsampled with their extremes preserved, and complete as a CSV with the same verdict', async () => {
    const notified = steady().map((each, index) => ({
      ...each,
      celsius: index === 5 ? 7.9 : 3 + (index % 3),
    }));
    const { device } = await arrivedShipment(run, lena, 'READ-1', notified);
    const path = { shipment: 'READ-1' };
    const all = await lena.do('getReadings', { path });
    expect(all).toMatchObject({ device, channel: 'temperature', readings: 13 });
    const few = await lena.do('getReadings', { path, query: { points: 6 } });
    const values = (few.points as [number, number][]).map(([, value]) => value);
    expect(values.length).toBeLessThanOrEqual(6);
    expect([Math.min(...values), Math.max(...values)]).toEqual([3, 7.9]);
    const track = await lena.do('getReadings', { path, query: { channel: 'location', points: 4 } });
    expect(track.points).toHaveLength(4);
    const csv = await lena.do('getReadingsCsv', { path });
    const file = join(run.folder, 'read-1.csv');
    writeFileSync(file, csv);
    const { output } = await evaluateFiles([file], { profile: 'controlled-cold', json: true });
    expect(JSON.parse(output)).toMatchObject({
      channels: { temperature: { readings: 13, min: 3, max: 7.9 } },
    });
    expect(await lena.ask('getReadings', { path, query: { channel: 'mood' } })).toMatchObject({
      status: 400,
    });
    expect(await lena.ask('getReadings', { path, query: { device: 'none' } })).toMatchObject({ status: 404 });
  });
});

describe('the subscriptions', { timeout: 60_000 }, () => {
  test('can be changed without a deployment', async () => {
    const path = { audience: 'on-call' };
    const body = { protocol: 'https', endpoint: 'https://example.org/night', severity: null };
    const { subscriber } = await otto.do('subscribe', { path, body });
    expect((await otto.do('subscribe', { path, body })).subscriber).toBe(subscriber);
    const { items } = await otto.do('listSubscribers');
    expect(items).toContainEqual({
      subscriber,
      protocol: 'https',
      endpoint: 'https://example.org/night',
      audience: ['on-call'],
      severity: null,
      isConfirmed: true,
    });
    const heard = () =>
      run.cloud.inbox.received.filter(({ to }) => to === 'https://example.org/night').length;
    const now = Date.now();
    const alarm = async (shipment: string): Promise<void> => {
      await lena.do('createShipment', { body: plan(shipment, { audience: ['on-call'] }) });
      const since = new Date(now - 60 * minute).toISOString();
      await lena.step('attachDevice', shipment, { device: `dev-${shipment}`, since });
      await reportReadings(run, `dev-${shipment}`, [{ minutesAgo: 5, celsius: 17 }], now);
    };
    await alarm('CALL-1');
    expect(heard()).toBe(1);
    await otto.do('unsubscribe', { path: { ...path, subscriber } });
    await alarm('CALL-2');
    expect(heard()).toBe(1);
    expect(await otto.ask('unsubscribe', { path: { ...path, subscriber } })).toMatchObject({ status: 404 });
  });
});

describe('the API', () => {
  test('describes its requests and responses as OpenAPI 3.1', async () => {
    const { body } = await ask(run, null, 'getOpenApi');
    expect(body).toEqual(JSON.parse(JSON.stringify(openApi())));
    const described = Object.entries(openApi().paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(
      Object.values(routes)
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    );
    // Every schema in it is valid.
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const schemas: object[] = [];
    JSON.stringify(openApi(), (key, value: object) => {
      if (key === 'schema' && !('$ref' in value)) schemas.push(value);
      return value;
    });
    expect(schemas.length).toBeGreaterThan(60);
    for (const schema of schemas) expect(() => ajv.compile(schema)).not.toThrow();
  });

  test('has no other paths, and refuses a body that is too large', async () => {
    const { token } = paul;
    const authorization = `Bearer ${token}`;
    expect((await fetch(`${addressOf(run)}/api/nothing`, { headers: { authorization } })).status).toBe(404);
    expect(
      (await fetch(`${addressOf(run)}/api/me`, { method: 'PATCH', headers: { authorization } })).status,
    ).toBe(404);
    const body = 'x'.repeat(7 * 1024 * 1024);
    const response = await fetch(`${addressOf(run)}/api/shipments`, {
      method: 'POST',
      headers: { authorization },
      body,
    });
    expect(response.status).toBe(413);
  });

  test.each([
    ['a prototype', '__proto__'],
    ['a constructor', 'constructor'],
    ['a path', 'a/../b'],
    ['a zero', '%00'],
    ['a picture', '😀'],
    ['very much', 'x'.repeat(2000)],
    ['a query', "'; --"],
  ])('finds no shipment with %s as its number', async (_, shipment) => {
    const { status } = await lena.ask('showShipment', { path: { shipment } });
    expect(status).toBe(404);
  });
});
