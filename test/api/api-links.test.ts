import { createHash, randomBytes } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { unnotifiedOf } from '../../src/shipments/notifiable-entries.ts';
import { mostLinks, mostOpenings } from '../../src/shipments/links.ts';
import { type AnswerOf, type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena, paul, petra, otto } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const at = (minutes: number): string => new Date(noon + minutes * minute).toISOString();
const day = 24 * 60;

let api: Api;
let steps: Steps;
let shipment = '';
let count = 0;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
});
beforeEach(async () => {
  vi.setSystemTime(noon);
  shipment = await steps.plan(`LK-${++count}`, { lots: ['LOT-77'] });
});
afterAll(() => stopApi(api));

type Made = AnswerOf<'shareShipment'>;
const share = (more: object = {}): Promise<Made> =>
  steps.done(lena, 'shareShipment', {
    path: { shipment },
    body: { purpose: 'Swift, driver', endsAt: at(day), ...more },
  });
const wrongFor = (pin: string, step = 1): string => String((Number(pin) + step) % 1_000_000).padStart(6, '0');
const open = ({ token }: Pick<Made, 'token'>, pin: string, key?: string) =>
  api.ask(lena, 'openShared', { body: { token, pin }, ...(key !== undefined && { key }) });
async function sessionOf(made: Made): Promise<string> {
  const { status, body } = await open(made, made.pin);
  expect(status).toBe(200);
  return body.session;
}
const by = (session: string) => ({ headers: { authorization: `Link ${session}` } });
const show = (session: string) => api.ask(lena, 'showShared', by(session));
const arrive = (session: string, key?: string) =>
  api.ask(lena, 'reportSharedArrival', { ...by(session), ...(key !== undefined && { key }) });
const entriesOf = async () => (await readLedger(api.account.database, shipment)).entries;
async function sharesStored() {
  const { Items = [] } = await api.account.database.client.send(new ScanCommand({ TableName: 'shares' }));
  return Items;
}
const kinds = async () => (await entriesOf()).map(({ fact }) => fact.kind);

describe('a link', () => {
  test('is made with a token of 128 bits and a PIN, which are stored nowhere in the clear', async () => {
    const made = await share();
    expect(made).toMatchObject({ purpose: 'Swift, driver', permits: 'look', endsAt: at(day), sequence: 2 });
    expect(made.token).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(made.pin).toMatch(/^\d{6}$/);
    const stored = JSON.stringify([await entriesOf(), await sharesStored()]);
    expect(stored).toContain(made.link);
    expect(stored).not.toContain(made.token);
    expect(stored).not.toContain(`"${made.pin}"`);
    expect(await share()).not.toMatchObject({ token: made.token });
  });

  test('is listed with who made it, and each time it was opened', async () => {
    const made = await share();
    await sessionOf(made);
    vi.setSystemTime(noon + 5 * minute);
    await sessionOf(made);
    for (const person of [lena, paul, otto]) {
      const { items } = await steps.done(person, 'listLinks', { path: { shipment } });
      expect(items).toEqual([
        {
          link: made.link,
          purpose: 'Swift, driver',
          permits: 'look',
          endsAt: at(day),
          state: 'in-force',
          createdBy: 'lena',
          createdAt: at(0),
          openedAt: [at(0), at(5)],
          revoked: null,
        },
      ]);
    }
  });

  test.each<[string, object, RegExp]>([
    ['that has ended before', { endsAt: at(-1) }, /in the past/],
    ['for longer than thirty days', { endsAt: at(30 * day + 11) }, /at most 30 days/],
    ['without a purpose', { purpose: ' ' }, /purpose: must not be blank/],
    ['that permits more', { permits: 'sign' }, /permits: must be look or report-arrival/],
  ])('is refused %s', async (_, more, why) => {
    const body = { purpose: 'x', endsAt: at(day), ...more };
    const { body: refused } = await api.ask(lena, 'shareShipment', { path: { shipment }, body });
    expect(refused.detail).toMatch(why);
    expect(await kinds()).toEqual(['shipment-created']);
  });

  test('is made once by its key, and its secrets are not told again', async () => {
    const asked = { path: { shipment }, key: `once-${shipment}`, body: { purpose: 'x', endsAt: at(day) } };
    await steps.done(lena, 'shareShipment', asked);
    const { status, body } = await api.ask(lena, 'shareShipment', asked);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('Revoke it, and make another one')]);
    expect(await kinds()).toEqual(['shipment-created', 'link-created']);
  });

  test('is one of twenty at most', async () => {
    for (let each = 0; each < mostLinks; each++) await share();
    const { body } = await api.ask(lena, 'shareShipment', {
      path: { shipment },
      body: { purpose: 'x', endsAt: at(day) },
    });
    expect(body.detail).toMatch(/has had 20 links/);
  });

  test('does not keep people from deciding: who looked makes nobody late', async () => {
    const basedOn = await steps.basedOn(shipment);
    await sessionOf(await share());
    await steps.done(lena, 'depart', { path: { shipment }, body: { basedOn } });
    const { status } = await api.ask(lena, 'arrive', { path: { shipment }, body: { basedOn } });
    expect(status).toBe(409);
  });
});

describe('opening', () => {
  test('is recorded each time, and once for a repeated request', async () => {
    const made = await share();
    await open(made, made.pin, 'repeated-key');
    await open(made, made.pin, 'repeated-key');
    await open(made, made.pin);
    expect(await kinds()).toEqual(['shipment-created', 'link-created', 'link-opened', 'link-opened']);
    expect((await entriesOf()).at(-1)).toMatchObject({ by: `link ${made.link}` });
  });

  test('by a repeated request lasts no longer than the one that is recorded', async () => {
    const made = await share();
    const first = await open(made, made.pin, 'the-same-key');
    vi.setSystemTime(noon + 50 * minute);
    const again = await open(made, made.pin, 'the-same-key');
    expect([first.body.endsAt, again.body.endsAt]).toEqual([at(60), at(60)]);
    vi.setSystemTime(noon + 60 * minute);
    const late = await open(made, made.pin, 'the-same-key');
    expect((await show(late.body.session)).status).toBe(401);
    expect(await kinds()).toEqual(['shipment-created', 'link-created', 'link-opened']);
  });

  test('leaves nothing in the ledger by which who has the token could try PINs', async () => {
    const made = await share();
    await open(made, made.pin, 'opening-key');
    expect((await entriesOf()).at(-1)!.request).toBe(`link:${made.link}:opening-key opened`);
  });

  test('tells an unknown link from a wrong PIN and from a locked link neither by words nor by time', async () => {
    const made = await share();
    const answers = [];
    for (const [token, pin] of [
      ['A'.repeat(22), made.pin],
      ...[1, 2, 3, 4, 5].map((step) => [made.token, wrongFor(made.pin, step)]),
      [made.token, made.pin],
    ] as [string, string][]) {
      const begunAt = performance.now();
      const { status, body, headers } = await open({ token }, pin);
      const took = performance.now() - begunAt;
      // Every answer waits for the same moment. Timers count whole milliseconds, so one may be a little early.
      expect(took).toBeGreaterThanOrEqual(395);
      answers.push(JSON.stringify([status, body, headers]));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('[401,');
    expect((await entriesOf()).at(-1)).toMatchObject({
      by: 'coldwatch',
      why: 'five wrong PINs were given',
      fact: { kind: 'link-revoked', link: made.link },
    });
  });

  test('compares five PINs at most, however many come at once', async () => {
    const made = await share();
    const guesses = Array.from({ length: 200 }, (_, step) => wrongFor(made.pin, step + 1));
    const statuses = await Promise.all([...guesses, made.pin].map((pin) => open(made, pin)));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await kinds()).toEqual(['shipment-created', 'link-created', 'link-revoked']);
  });

  test('with the right PIN gives its attempt back', async () => {
    const made = await share();
    for (let each = 0; each < 4; each++) await open(made, wrongFor(made.pin));
    for (let each = 0; each < 7; each++) await sessionOf(made);
    expect((await open(made, wrongFor(made.pin))).status).toBe(401);
    expect((await open(made, made.pin)).status).toBe(401);
  });

  test('adds fifty entries to a ledger at most', async () => {
    const made = await share();
    for (let each = 0; each < mostOpenings; each++) await sessionOf(made);
    const { status, body } = await open(made, made.pin);
    expect([status, body.detail]).toEqual([410, expect.stringContaining('opened 50 times')]);
    expect(await entriesOf()).toHaveLength(2 + mostOpenings);
  });

  test('needs well-formed secrets and a key', async () => {
    const { body } = await api.ask(lena, 'openShared', { body: { token: 'short', pin: '12345' } });
    expect(body.problems).toEqual([
      'token: must be what follows "#" in the address of the link',
      'pin: must be six digits',
    ]);
  });
});

describe('an open link', () => {
  test('shows its shipment, and no names, lots or audit trail', async () => {
    const made = await share();
    await steps.step('attachDevice', shipment, { device: `box-${shipment}`, since: at(-60) });
    await steps.send(`box-${shipment}`, [
      { time: at(-30), temperature: 4.5 },
      { time: at(-5), temperature: 21, latitude: 51.9, longitude: 0.2 },
    ]);
    // A spare sensor says nothing of the goods.
    const spare = `spare-${shipment}`;
    await steps.step('attachDevice', shipment, { device: spare, since: at(-60), role: 'spare' });
    await steps.send(spare, { time: at(-5), temperature: 29 });
    const { body, status } = await show(await sessionOf(made));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      asOf: at(0),
      shipment,
      goods: 'vaccine',
      status: 'planned',
      origin: 'Cambridge',
      destination: 'Stansted',
      sensors: [{ celsius: 21, celsiusAt: at(-5), latitude: 51.9, longitude: 0.2, isSilent: false }],
      link: { link: made.link, purpose: 'Swift, driver', permits: 'look', mayReportArrival: false },
    });
    expect(body.limits.length).toBeGreaterThan(0);
    const text = JSON.stringify(body);
    for (const hidden of ['lena', 'LOT-77', `box-${shipment}`, spare, 'hash', 'north', 'audience'])
      expect(text).not.toContain(hidden);
  });

  test('opens its own shipment only, and nothing else of the API', async () => {
    const session = await sessionOf(await share());
    const other = await steps.plan(`${shipment}-other`);
    expect((await show(session)).body.shipment).toBe(shipment);
    const asked = { path: { shipment: other, device: 'x', rule: 'x', site: 'north' }, ...by(session) };
    for (const [id, route] of Object.entries<Route>(routes)) {
      if (route.action === 'public' || route.action === 'pin') continue;
      const { status } = await api.ask(lena, id as RouteId, { ...asked, body: { basedOn: 1 } });
      expect(status, id).toBe(id === 'showShared' ? 200 : id === 'reportSharedArrival' ? 403 : 401);
    }
    const bearer = { headers: { authorization: `Bearer ${session}` } };
    expect((await api.ask(lena, 'showShared', bearer)).status).toBe(401);
  });

  test('reports the arrival once, if its link permits that', async () => {
    const looking = await sessionOf(await share());
    expect(await arrive(looking)).toMatchObject({ status: 403 });
    const made = await share({ permits: 'report-arrival' });
    const session = await sessionOf(made);
    expect((await show(session)).body.link.mayReportArrival).toBe(true);
    vi.setSystemTime(noon + 9 * minute);
    expect(await arrive(session, 'arrival-key')).toMatchObject({ status: 200, body: { arrivedAt: at(9) } });
    expect(await arrive(session, 'arrival-key')).toMatchObject({ status: 200, body: { arrivedAt: at(9) } });
    const again = await arrive(session);
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('is declared already')]);
    expect((await entriesOf()).filter(({ fact }) => fact.kind === 'arrived')).toMatchObject([
      {
        by: `link ${made.link}`,
        why: 'reported through the link for: Swift, driver',
        fact: { at: noon + 9 * minute, detectedBy: null },
      },
    ]);
    expect((await show(session)).body).toMatchObject({
      status: 'arrived',
      arrivedAt: at(9),
      link: { mayReportArrival: false },
    });
  });

  test('reports one arrival, however many are reported at once', async () => {
    const session = await sessionOf(await share({ permits: 'report-arrival' }));
    const statuses = await Promise.all(Array.from({ length: 8 }, () => arrive(session)));
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(statuses.filter(({ status }) => status === 409)).toHaveLength(7);
  });

  test('sees nothing once it is revoked, has ended, or its shipment is cancelled', async () => {
    const made = await share({ endsAt: at(30), permits: 'report-arrival' });
    const session = await sessionOf(made);
    const [link, reason] = [made.link, 'the driver changed'];
    await steps.done(paul, 'revokeLink', { path: { shipment, link }, body: { reason } });
    for (const { status, body } of [await show(session), await arrive(session), await open(made, made.pin)])
      expect([status, body.detail]).toEqual([410, expect.stringContaining('was revoked')]);
    const twice = await api.ask(lena, 'revokeLink', { path: { shipment, link }, body: { reason } });
    expect([twice.status, twice.body.detail]).toEqual([409, expect.stringContaining('was revoked')]);

    const short = await share({ endsAt: at(30) });
    const open30 = await sessionOf(short);
    const cancelled = await sessionOf(await share());
    vi.setSystemTime(noon + 30 * minute);
    expect((await show(open30)).status).toBe(401);
    expect(await open(short, short.pin)).toMatchObject({ status: 410 });
    await steps.step('cancelShipment', shipment, { reason: 'not needed' });
    expect(await show(cancelled)).toMatchObject({ status: 410 });
    const { items } = await steps.done(lena, 'listLinks', { path: { shipment } });
    expect(items.map(({ state }) => state)).toEqual(['revoked', 'ended', 'ended']);
  });

  test('is open for an hour', async () => {
    const made = await share();
    const session = await sessionOf(made);
    vi.setSystemTime(noon + 60 * minute - 1);
    expect((await show(session)).status).toBe(200);
    vi.setSystemTime(noon + 60 * minute);
    expect((await show(session)).status).toBe(401);
    expect((await show(await sessionOf(made))).status).toBe(200);
  });
});

test('links change neither the verdict nor what other systems are told, and the evidence stays consistent', async () => {
  await steps.step('attachDevice', shipment, { device: `box-${shipment}`, since: at(-60) });
  await steps.send(`box-${shipment}`, [
    { time: at(-30), temperature: 4.5 },
    { time: at(-20), temperature: 5 },
  ]);
  await steps.step('depart', shipment);
  const path = { shipment };
  const before = await steps.done(lena, 'getVerdict', { path });
  const events = (await steps.done(lena, 'getEpcis', { path }))['epcisBody'];
  const made = await share();
  await sessionOf(made);
  await steps.done(lena, 'revokeLink', { path: { shipment, link: made.link }, body: { reason: 'r' } });
  expect(await steps.done(lena, 'getVerdict', { path })).toEqual(before);
  expect((await steps.done(lena, 'getEpcis', { path }))['epcisBody']).toEqual(events);
  const verified = await steps.done(lena, 'verifyEvidence', { path });
  expect(verified).toMatchObject({ problem: null });
  expect(unnotifiedOf({ entries: await entriesOf(), notified: new Set() })).toEqual([]);
});

test('only those who may share a shipment make and revoke its links', async () => {
  const { link } = await share();
  const body = { purpose: 'x', endsAt: at(day) };
  for (const [person, status] of [
    [otto, 403],
    [petra, 404],
    [paul, 200],
  ] as const) {
    expect((await api.ask(person, 'shareShipment', { path: { shipment }, body })).status).toBe(status);
    const revocation = { path: { shipment, link }, body: { reason: 'r' } };
    expect((await api.ask(person, 'revokeLink', revocation)).status).toBe(status);
  }
});

test('a million guesses find no link', { timeout: 120_000 }, async () => {
  const made = await share();
  const { body } = await open(made, made.pin);
  const stored = new Set((await sharesStored()).map((item) => item['share']!.S!.split('#')[1]));
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  for (const secret of [made.token, body.session]) expect(stored.has(sha256(secret))).toBe(true);
  // Guesses are as long as a token is.
  const bytes = Buffer.from(made.token, 'base64url').length;
  const drawn = randomBytes(bytes * 1_000_000);
  let found = 0;
  for (let begin = 0; begin < drawn.length; begin += bytes)
    if (stored.has(sha256(drawn.toString('base64url', begin, begin + bytes)))) found++;
  expect(found).toBe(0);
});
