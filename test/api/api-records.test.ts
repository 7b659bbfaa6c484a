import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena, otto, paul, petra, sara } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const noon = eight + 240 * minute;
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
});
afterAll(() => stopApi(api));

const temperatures = (...celsius: number[]) =>
  celsius.map((temperature, index) => ({ time: eight + index * 10 * minute, temperature }));

describe('a ledger', () => {
  test('is read a page of entries at a time', async () => {
    const path = { shipment: await steps.plan('RE-1') };
    for (const to of ['one', 'two', 'three']) await steps.step('handOver', 'RE-1', { to });
    const { entries } = await readLedger(api.account.database, 'RE-1');
    expect(await steps.done(paul, 'listLedger', { path })).toEqual({ items: entries, next: null });
    const first = await steps.done(paul, 'listLedger', { path, query: { limit: '2' } });
    expect(first.items).toEqual(entries.slice(0, 2));
    const rest = { path, query: { limit: '2', cursor: first.next! } };
    expect(await steps.done(paul, 'listLedger', rest)).toEqual({ items: entries.slice(2), next: null });
    const beyond = { path, query: { cursor: Buffer.from('4').toString('base64url') } };
    expect(await steps.done(paul, 'listLedger', beyond)).toEqual({ items: [], next: null });
  });

  test('has the reason of a handover where one is given, and otherwise says what it was', async () => {
    const path = { shipment: await steps.plan('RE-3') };
    await steps.step('handOver', 'RE-3', { to: 'the driver', at: iso(eight), reason: 'written down later' });
    await steps.step('handOver', 'RE-3', { to: 'the depot' });
    const { items } = await steps.done(paul, 'listLedger', { path });
    expect(items.slice(-2).map(({ why }) => why)).toEqual(['written down later', 'custody was handed over']);
  });

  test('seems not to exist to people of other sites', async () => {
    const path = { shipment: await steps.plan('RE-2') };
    const nothing = {
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      detail: 'There is no shipment RE-2.',
    };
    for (const id of [
      'showShipment',
      'listLedger',
      'getVerdict',
      'listVerdicts',
      'getReadings',
      'getReadingsCsv',
      'listShipmentAlarms',
      'getReceipt',
      'getBundle',
      'verifyEvidence',
      'getReport',
      'getEpcis',
    ] as const)
      expect([id, (await api.ask(petra, id, { path })).body]).toEqual([id, nothing]);
  });
});

describe('a verdict', () => {
  test('is as of now, or as of an earlier time with what was known then', async () => {
    const shipment = 'RE-3';
    const path = { shipment: await steps.plan(shipment) };
    await steps.step('attachDevice', shipment, { device: 'lid-3', since: iso(eight) });
    await steps.send('lid-3', temperatures(5, 9, 9, 9, 5));
    vi.setSystemTime(noon + minute);
    await steps.step('arrive', shipment, { at: iso(eight + 40 * minute) });
    const verdict = (query = {}) => api.ask(paul, 'getVerdict', { path, query });
    const { body } = await verdict();
    expect(body).toMatchObject({ shipment, asOf: iso(noon + minute), recommendation: 'quarantine' });
    expect(body.sensors).toMatchObject([
      { device: 'lid-3', role: 'product', decides: true, profile: { id: 'warm', version: 1 } },
    ]);
    expect((await verdict({ asOf: iso(noon + minute) })).body).toEqual(body);
    // Before the arrival was declared, the record was still open.
    const earlier = await verdict({ asOf: iso(noon) });
    expect([earlier.status, earlier.body.asOf]).toEqual([200, iso(noon)]);
    expect(earlier.body.reasons).not.toEqual(body.reasons);
    expect(await verdict({ asOf: iso(noon + minute + 1) })).toMatchObject({
      status: 400,
      body: { detail: `asOf: ${iso(noon + minute + 1)} is in the future` },
    });
    expect(await verdict({ asOf: iso(noon - 1) })).toMatchObject({
      status: 400,
      body: { detail: `asOf: the shipment was planned ${iso(noon)}, later than that` },
    });
    vi.setSystemTime(noon);
  });
});

describe('a device', () => {
  const deviceOf = async (requester: typeof lena | typeof petra, device: string) => {
    const { status, body } = await api.ask(requester, 'getDevice', { path: { device } });
    return status === 200 ? body : [status, body.detail];
  };

  test('has its shipment, its attachment time and the time of its last reading', async () => {
    await steps.plan('RE-4');
    await steps.step('attachDevice', 'RE-4', { device: 'lid:4', role: 'spare', since: iso(eight) });
    const attached = { device: 'lid:4', shipment: 'RE-4', since: iso(eight), role: 'spare' };
    expect(await deviceOf(lena, 'lid:4')).toEqual({ ...attached, lastReadAt: null });
    await steps.send('lid:4', temperatures(5, 6));
    expect(await deviceOf(lena, 'lid:4')).toEqual({ ...attached, lastReadAt: iso(eight + 10 * minute) });
    expect(await deviceOf(petra, 'lid:4')).toEqual([404, 'lid:4 is not attached to a shipment.']);
    await steps.step('detachDevice', 'RE-4', { at: iso(noon) }, { device: 'lid:4' });
    expect(await deviceOf(lena, 'lid:4')).toEqual([404, 'lid:4 is not attached to a shipment.']);
    expect(await deviceOf(lena, 'never')).toEqual([404, 'never is not attached to a shipment.']);
  });
});

test('a signed-in person can read their roles and sites, and everybody can read where to sign in', async () => {
  expect(await steps.done(lena, 'getMe')).toEqual({
    username: 'lena',
    roles: ['logistics'],
    sites: ['north', 'south'],
  });
  expect(await steps.done(otto, 'getMe')).toEqual({ username: 'otto', roles: ['operations'], sites: [] });
  const nobody = { username: 'nils', groups: ['site:', 'admin'] };
  expect(await steps.done(nobody, 'getMe')).toEqual({ username: 'nils', roles: [], sites: [''] });
  expect(await steps.done(sara, 'getConfiguration')).toEqual({
    issuer: 'https://issuer.example.org',
    clientId: 'client',
    signingClientId: 'signing-client',
    scope: 'coldwatch/api',
  });
  expect(await steps.done(sara, 'getOpenApi')).toMatchObject({
    openapi: expect.stringMatching(/^3\./) as unknown,
  });
});

test('a file made on demand is stored by its hash and linked for 15 minutes under a safe name', async () => {
  const path = { shipment: await steps.plan('RE-5') };
  for (const [id, folder, ending, type] of [
    ['getBundle', 'bundles', 'zip', 'application/zip'],
    ['getReport', 'reports', 'pdf', 'application/pdf'],
  ] as const) {
    const { url, expiresAt, bytes, sha256 } = await steps.done(paul, id, { path });
    const { pathname, searchParams } = new URL(url);
    expect([pathname, expiresAt, searchParams.get('X-Amz-Expires')]).toEqual([
      `/${folder}/${sha256}`,
      iso(noon + 15 * minute),
      '900',
    ]);
    expect(searchParams.get('response-content-disposition')).toBe(`attachment; filename="RE-5.${ending}"`);
    expect(searchParams.get('response-content-type')).toBe(type);
    const { Body } = api.account.services.bucket.answer('GetObjectCommand', { Key: pathname.slice(1) }) as {
      Body: { transformToByteArray: () => Promise<Uint8Array> };
    };
    expect(await Body.transformToByteArray()).toHaveLength(bytes);
  }
});
