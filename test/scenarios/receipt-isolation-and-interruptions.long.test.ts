import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { detach } from '../../src/storage/assign.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { type SignedIn, mint, signInAs } from '../support/api-client.ts';
import {
  arrivedShipment,
  challengeOf,
  expireChallenge,
  sign,
  steady,
  reportReadings,
} from '../support/journeys.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';
import { record } from '../../src/storage/ledger.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
/** A logistics user of the site north only. */
let ned: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
  const { clientId, scope } = await lena.do('getConfiguration');
  const token = await mint(run, {
    sub: 'ned',
    username: 'ned',
    client_id: clientId,
    scope,
    token_use: 'access',
    'cognito:groups': ['logistics', 'site:north'],
  });
  ned = lena.as(token);
});
afterAll(() => run.stop());

const plan = (shipment: string, site: string, more: object = {}) => ({
  body: {
    shipment,
    site,
    goods: 'vaccine',
    origin: 'a',
    destination: 'b',
    profile: 'controlled-cold',
    ...more,
  },
});
const kinds = async (shipment: string): Promise<string[]> =>
  (await readLedger(run.database, shipment)).entries.map(({ fact }) => fact.kind);
const ago = (minutes: number): string => new Date(Date.now() - minutes * minute).toISOString();

describe('a user cannot affect another site', { timeout: 60_000 }, () => {
  test('by repeating a detachment after the device has moved to another shipment', async () => {
    await lena.do('createShipment', plan('N-1', 'north'));
    await lena.do('createShipment', plan('S-1', 'south'));
    await ned.step('attachDevice', 'N-1', { device: 'dev1', since: ago(60) });
    const asked = {
      path: { shipment: 'N-1', device: 'dev1' },
      body: { at: ago(30), basedOn: 2 },
      key: 'detach-dev1',
    };
    const first = await ned.do('detachDevice', asked);
    await lena.step('attachDevice', 'S-1', { device: 'dev1', since: ago(20) });
    expect(await ned.do('detachDevice', asked)).toEqual(first);
    expect(await kinds('S-1')).toEqual(['shipment-created', 'device-attached']);
    // A new request learns no more than that.
    const { status, body } = await ned.ask('detachDevice', {
      ...asked,
      key: 'detach-again',
      body: { basedOn: 3 },
    });
    expect(status).toBe(409);
    expect(JSON.stringify(body)).not.toContain('S-1');
  });

  test('by detaching a device that was never attached to their own shipment', async () => {
    await lena.do('createShipment', plan('N-3', 'north'));
    await lena.do('createShipment', plan('S-3', 'south'));
    await lena.step('attachDevice', 'S-3', { device: 'dev3', since: ago(60) });
    // The detachment from S-3 crashed between device item and ledger.
    await detach(run.database, 'dev3', Date.now(), (state) => state, 'S-3');
    expect(
      await ned.ask('detachDevice', { path: { shipment: 'N-3', device: 'dev3' }, body: { basedOn: 1 } }),
    ).toMatchObject({ status: 409 });
    expect(await kinds('S-3')).toEqual(['shipment-created', 'device-attached']);
  });

  test('by attaching a device at the same time: the request that comes second has no effect', async () => {
    await lena.do('createShipment', plan('P-N', 'north'));
    await lena.do('createShipment', plan('P-S', 'south'));
    const { profile, intervalMs } = {
      profile: { id: 'controlled-cold', version: 1 },
      intervalMs: 10 * minute,
    };
    const now = Date.now();
    const attachment = (shipment: string, minutes: number) =>
      attachDevice(
        run.database,
        'dev5',
        { shipment, profile, intervalMs, since: now - minutes * minute, attachedAt: now },
        'test',
      );
    const both = await Promise.allSettled([attachment('P-N', 60), attachment('P-S', 120)]);
    const loser = both[0].status === 'rejected' ? 'P-N' : 'P-S';
    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const winner = loser === 'P-N' ? 'P-S' : 'P-N';
    await lena.step('detachDevice', winner, { at: new Date(now).toISOString() }, { device: 'dev5' });
    await reportReadings(run, 'dev5', [{ minutesAgo: 30, celsius: -9 }], now);
    expect(await kinds(loser)).toEqual(['shipment-created']);
    expect(await kinds(winner)).toContain('excursion-opened');
  });

  test('by using the same vehicle name', async () => {
    await lena.do('createShipment', plan('V-N', 'north', { vehicle: 'truck', audience: ['site:north'] }));
    await lena.do(
      'createShipment',
      plan('V-S', 'south', { vehicle: 'truck', audience: ['site:south'], goods: 'SECRET' }),
    );
    for (const shipment of ['V-N', 'V-S']) {
      await lena.step('attachDevice', shipment, { device: `on-${shipment}`, since: ago(60) });
      await reportReadings(run, `on-${shipment}`, [{ minutesAgo: 10, celsius: 17 }], Date.now());
    }
    const watch = run.watch();
    await watch;
    await run.drained();
    const north = run.cloud.inbox.received.filter(({ attributes }) =>
      attributes['audience']?.includes('site:north'),
    );
    expect(north.some(({ message }) => message.includes('V-N'))).toBe(true);
    expect(north.some(({ message }) => message.includes('SECRET'))).toBe(false);
  });
});

describe('a signed list of shipments', { timeout: 60_000 }, () => {
  async function listOf(...shipments: string[]) {
    const receipts = [];
    for (const shipment of shipments) {
      const { sscc } = await arrivedShipment(run, lena, shipment);
      const { sequence } = await paul.do('showShipment', { path: { shipment } });
      receipts.push({ shipment, basedOn: sequence, decision: 'released', label: sscc });
    }
    const { challenge, nonce } = await paul.do('challengeReceipt', { body: { receipts } });
    return { challenge, idToken: await paul.stepUp(nonce) };
  }

  /** Restores the ledger to its state after a crash before the receipt is written. */
  async function forgetReceipt(shipment: string): Promise<void> {
    const { entries } = await readLedger(run.database, shipment);
    const { fact, sequence } = entries.at(-1)!;
    expect(fact.kind).toBe('receipt-signed');
    const Key = { shipmentId: { S: shipment }, sequence: { S: String(sequence).padStart(8, '0') } };
    await run.database.client.send(new DeleteItemCommand({ TableName: run.database.tables.ledger, Key }));
    expect(await kinds(shipment)).not.toContain('receipt-signed');
  }

  test('is completed by the same request after an interruption', async () => {
    const body = await listOf('H-0', 'H-1');
    await paul.do('signReceipt', { body, key: 'sign-half-1' });
    await forgetReceipt('H-1');
    const { items, refused } = await paul.do('signReceipt', { body, key: 'sign-half-1' });
    expect(items.map(({ shipment }) => shipment)).toEqual(['H-0', 'H-1']);
    expect(refused).toEqual([]);
    expect((await kinds('H-0')).filter((kind) => kind === 'receipt-signed')).toHaveLength(1);
    expect((await kinds('H-1')).filter((kind) => kind === 'receipt-signed')).toHaveLength(1);
  });

  test('reports which part was signed if the rest is too late', async () => {
    const body = await listOf('E-0', 'E-1');
    await paul.do('signReceipt', { body, key: 'sign-late-1' });
    await forgetReceipt('E-1');
    await expireChallenge(run, body.challenge);
    const { items, refused } = await paul.do('signReceipt', { body, key: 'sign-late-1' });
    expect(items.map(({ shipment }) => shipment)).toEqual(['E-0']);
    expect(refused).toMatchObject([
      { shipment: 'E-1', detail: expect.stringContaining('E-1 was not signed before') as unknown },
    ]);
    expect(await kinds('E-1')).not.toContain('receipt-signed');
  });

  test('is completed by the same request after its response was lost, and by no other', async () => {
    const body = await listOf('L-0', 'L-1');
    const first = await paul.do('signReceipt', { body, key: 'sign-list-1' });
    expect(first.items.map(({ shipment }) => shipment)).toEqual(['L-0', 'L-1']);
    expect(first.refused).toEqual([]);
    expect(await paul.do('signReceipt', { body, key: 'sign-list-1' })).toEqual(first);
    expect(await paul.ask('signReceipt', { body })).toMatchObject({ status: 409 });
    expect((await kinds('L-0')).filter((kind) => kind === 'receipt-signed')).toHaveLength(1);
  });
});

describe('after the signature', { timeout: 60_000 }, () => {
  test('a sensor that is attached late with readings within limits contradicts nothing', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'JOIN-1');
    await sign(paul, 'JOIN-1', { decision: 'released', label: sscc });
    await lena.step('attachDevice', 'JOIN-1', { device: 'joins', since: ago(60) });
    await reportReadings(run, 'joins', [{ minutesAgo: 40, celsius: 5 }], Date.now());
    expect((await lena.do('showShipment', { path: { shipment: 'JOIN-1' } })).status).toBe('released');
  });

  test('an offline logger that delivers its whole journey after the arrival gives a complete record', async () => {
    const now = Date.now();
    const { sscc, device } = await arrivedShipment(run, lena, 'OFF-1', []);
    const path = { shipment: 'OFF-1' };
    const label = sscc;
    const before = await paul.do('getReceipt', { path, query: { label } });
    expect(before.checks.find(({ id }) => id === 'record-complete')).toMatchObject({ outcome: 'fail' });
    await reportReadings(run, device, steady(), now);
    expect((await paul.do('getReceipt', { path, query: { label } })).recommendation).toBe('release');
    await sign(paul, 'OFF-1', { decision: 'released', label });
  });
});

describe('a clock that was set back', { timeout: 60_000 }, () => {
  test('reorders no entries, and leaves verdict, signature and bundle valid', async () => {
    const shipment = 'BACK-1';
    const path = { shipment };
    const { sscc } = await arrivedShipment(run, lena, shipment);
    // An hour ago, as seen from now, the clock was an hour ahead.
    const ahead = Date.now() + 3_600_000;
    await record(run.database, shipment, { by: 'lena', now: () => ahead }, () => [
      { why: 'at the gate', fact: { kind: 'handed-over', at: Date.now(), to: 'the pharmacy' } },
    ]);
    const verdict = await lena.do('getVerdict', { path });
    expect(verdict).toMatchObject({ recommendation: 'release', asOf: new Date(ahead).toISOString() });
    await sign(paul, shipment, { decision: 'released', label: sscc });
    const { items } = await lena.do('listLedger', { path });
    const times = items.map(({ recordedAt }) => recordedAt);
    expect(times.at(-1)).toBe(ahead);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const link = await paul.do('getBundle', { path });
    const bundle = new Uint8Array(await (await fetch(link.url)).arrayBuffer());
    expect(await verifyBundle(bundle)).toMatchObject({
      recommendation: 'release',
      report: 'reproduced',
      signatures: [{ meaning: 'released' }],
    });
  });
});

describe('input that is too long or not valid text', { timeout: 60_000 }, () => {
  test.each<[string, object]>([
    ['goods', { goods: 'x'.repeat(201) }],
    ['a lone surrogate', { goods: 'a\ud800' }],
    ['lots', { lots: Array.from({ length: 51 }, (_, index) => `L${index}`) }],
    ['an audience', { audience: ['x'.repeat(201)] }],
  ])('is refused and names the field: %s', async (_, more) => {
    const { status, body } = await lena.ask('createShipment', plan('BIG-1', 'north', more));
    expect(status).toBe(400);
    expect((body as { problems: string[] }).problems[0]).toMatch(/^(goods|lots|audience)/);
  });

  test('a reason that is too long is refused before anything is frozen', async () => {
    const { sscc } = await arrivedShipment(run, lena, 'LONG-1');
    const decision = { decision: 'quarantined', label: sscc };
    expect(await challengeOf(paul, 'LONG-1', { ...decision, reason: 'x'.repeat(1001) })).toMatchObject({
      status: 400,
    });
    // With the maximum length, words longer than a line and characters missing from the font, it is signed and
    // rendered.
    const reason = `${'w'.repeat(400)} ${'疫'.repeat(300)} ${'ok '.repeat(90)}`.trim();
    await sign(paul, 'LONG-1', { ...decision, reason });
    const link = await paul.do('getBundle', { path: { shipment: 'LONG-1' } });
    const bundle = new Uint8Array(await (await fetch(link.url)).arrayBuffer());
    expect(await verifyBundle(bundle)).toMatchObject({ report: 'reproduced' });
  });

  test.each<[Parameters<SignedIn['ask']>[0], Record<string, string>]>([
    ['showProfile', { profile: 'who-storage', version: '1e200' }],
    ['showProfile', { profile: 'x'.repeat(3000), version: '1' }],
    ['approveProfile', { profile: 'who-storage', version: 'abc' }],
    ['getDevice', { device: 'x'.repeat(3000) }],
    ['showShipment', { shipment: 'x'.repeat(3000) }],
  ])('%s with an impossible identifier returns not found', async (id, path) => {
    const body = id === 'approveProfile' ? { sha256: 'x' } : undefined;
    expect((await paul.ask(id, { path, body })).status).toBe(404);
  });

  test('the next page of readings has the same sensor and span', async () => {
    const { now, device } = await arrivedShipment(run, lena, 'CSV-1');
    const connection = await run.connect(device);
    for (let part = 0; part < 21; part++) {
      const readings = Array.from({ length: part < 20 ? 1000 : 50 }, (_, index) => ({
        time: now - 100 * minute + (part * 1000 + index) * 100,
        temperature: 5,
      }));
      await connection.publish(`coldwatch/${device}/telemetry`, JSON.stringify(readings));
    }
    await connection.close();
    await run.drained();
    const from = new Date(now - 101 * minute).toISOString();
    const answered = await lena.ask('getReadingsCsv', { path: { shipment: 'CSV-1' }, query: { from } });
    const link = /<\?(.*)>; rel="next"/.exec(answered.headers.get('link')!)![1]!;
    const query = Object.fromEntries(new URLSearchParams(link));
    expect(query).toMatchObject({ device, from });
    const rest = await lena.do('getReadingsCsv', { path: { shipment: 'CSV-1' }, query });
    const rows = (text: string): number => text.trim().split('\n').length - 1;
    expect(rows(answered.body as unknown as string)).toBe(20_000);
    expect(rows(rest)).toBeGreaterThan(50);
    expect(rows(rest)).toBeLessThan(80);
  });
});
