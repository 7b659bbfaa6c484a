import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, paul } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(noon));
  const rules = [{ ...warmProfile.rules[0]!, id: 'air-warm', judges: false }];
  await putProfile(api.account.database, { ...warmProfile, id: 'air', rules }, 'Ann');
});
afterAll(() => stopApi(api));

const entriesOf = async (shipment: string) => (await readLedger(api.account.database, shipment)).entries;
const refusal = async (...asked: Parameters<Api['ask']>) => {
  const { status, body } = await api.ask(...asked);
  return [status, body.detail];
};
const circle = { latitude: 52.2, longitude: 0.1, radiusMeters: 300 };
const corners = [
  { latitude: 51, longitude: 0 },
  { latitude: 52, longitude: 0 },
  { latitude: 52, longitude: 1 },
];

describe('a plan', () => {
  test('is the first entry of its ledger, with everything that was given', async () => {
    const answer = await api.ask(lena, 'createShipment', {
      body: {
        shipment: 'P-1',
        goods: 'vaccine',
        lots: ['A', 'B'],
        sscc: '(00) 376104250021234569',
        origin: { name: 'Cambridge', circle },
        destination: { name: 'Stansted', polygon: { corners } },
        waypoints: ['Ely', { name: 'Harlow', circle }],
        plannedDeparture: '2026-11-20T13:00:00+01:00',
        plannedArrival: '2026-11-20T15:00:00Z',
        site: 'north',
        profile: 'warm@1',
        ambientProfile: 'air',
        audience: ['north-desk'],
        escalation: ['chief'],
        vehicle: 'van 1',
        packaging: 'PCM box 12 l',
        carrier: { name: 'Swift', email: 'desk@swift.example' },
      },
      key: 'plan-P-1',
    });
    const [entry, ...others] = await entriesOf('P-1');
    expect(others).toEqual([]);
    expect(answer.body).toEqual({ shipment: 'P-1', sequence: 1, hash: entry!.hash });
    expect(entry).toMatchObject({
      recordedAt: noon,
      by: 'lena',
      why: 'the shipment was planned',
      request: expect.stringMatching(/^subject-lena:plan-P-1 [\da-f]{16}$/) as unknown,
    });
    const place = { name: 'Cambridge', area: { kind: 'circle', ...circle } };
    expect(entry!.fact).toEqual({
      kind: 'shipment-created',
      goods: 'vaccine',
      lots: ['A', 'B'],
      sscc: '376104250021234569',
      origin: 'Cambridge',
      destination: 'Stansted',
      route: {
        origin: place,
        destination: { name: 'Stansted', area: { kind: 'polygon', corners } },
        waypoints: [{ name: 'Harlow', area: { kind: 'circle', ...circle } }],
        plan: { departureAt: noon, arrivalAt: noon + 3 * 3_600_000 },
      },
      site: 'north',
      profile: { id: 'warm', version: 1 },
      ambientProfile: { id: 'air', version: 1 },
      audience: ['north-desk'],
      escalation: ['chief'],
      namedWaypoints: [{ index: 0, name: 'Ely' }],
      vehicle: 'van 1',
      packaging: 'PCM box 12 l',
      carrier: { name: 'Swift', phone: null, email: 'desk@swift.example' },
    });
    const { plan } = await steps.done(lena, 'showShipment', { path: { shipment: 'P-1' } });
    expect(plan).toMatchObject({ waypoints: ['Ely', { name: 'Harlow', circle }] });
  });

  test('is shown in full, with journey, custody and sensors', async () => {
    await steps.plan('P-2', { lots: ['A'], audience: ['desk'], plannedArrival: '2026-11-20T15:00:00Z' });
    await steps.step('attachDevice', 'P-2', {
      device: 'lid',
      since: '2026-11-20T08:00:00Z',
      interval: 'PT5M',
      calibratedUntil: '2027-01-01T00:00:00Z',
    });
    await steps.step('depart', 'P-2', { at: '2026-11-20T09:00:00Z' });
    await steps.step('handOver', 'P-2', { to: 'the driver', at: '2026-11-20T09:05:00Z' });
    await steps.step('handOver', 'P-2', { to: 'the pharmacy' });
    await steps.step('declareSensor', 'P-2', { fate: 'broken', reason: 'fell' }, { device: 'lid' });
    await steps.step('arrive', 'P-2', { at: '2026-11-20T11:00:00Z' });
    vi.setSystemTime(noon + 60_000);
    await steps.step('detachDevice', 'P-2', { at: '2026-11-20T11:30:00Z' }, { device: 'lid' });
    expect(await steps.done(paul, 'showShipment', { path: { shipment: 'P-2' } })).toEqual({
      shipment: 'P-2',
      status: 'arrived',
      site: 'north',
      goods: 'vaccine',
      sscc: null,
      origin: 'Cambridge',
      destination: 'Stansted',
      profile: { id: 'warm', version: 1 },
      departedAt: '2026-11-20T09:00:00.000Z',
      arrivedAt: '2026-11-20T11:00:00.000Z',
      inferredDepartedAt: null,
      inferredArrivedAt: null,
      devices: [],
      plannedArrival: '2026-11-20T15:00:00.000Z',
      openAlarms: [],
      standingAlarms: [],
      clearedAlarms: [],
      warnings: [],
      silentDevices: [],
      decision: null,
      sequence: 8,
      changedAt: '2026-11-20T12:01:00.000Z',
      lots: ['A'],
      products: [
        {
          id: 'goods',
          name: 'vaccine',
          gtin: null,
          profile: 'warm@1',
          lots: [{ number: 'A', quantity: null, expiry: null }],
        },
      ],
      ambientProfile: null,
      audience: ['desk'],
      escalation: [],
      vehicle: null,
      carrier: null,
      cancellation: null,
      plannedDeparture: null,
      sensors: [],
      way: [],
      estimatedArrival: null,
      plan: {
        shipment: 'P-2',
        site: 'north',
        goods: 'vaccine',
        lots: ['A'],
        sscc: null,
        origin: 'Cambridge',
        destination: 'Stansted',
        waypoints: [],
        plannedDeparture: null,
        plannedArrival: '2026-11-20T15:00:00.000Z',
        profile: 'warm@1',
        ambientProfile: null,
        audience: ['desk'],
        escalation: [],
        vehicle: null,
        packaging: null,
        carrier: null,
      },
      custody: { holder: 'the pharmacy', since: '2026-11-20T12:00:00.000Z' },
      attachments: [
        {
          device: 'lid',
          role: 'product',
          since: '2026-11-20T08:00:00.000Z',
          detachedAt: '2026-11-20T11:30:00.000Z',
          intervalSeconds: 300,
          profile: { id: 'warm', version: 1 },
          products: null,
          calibratedUntil: '2027-01-01T00:00:00.000Z',
          declaredAt: '2026-11-20T12:00:00.000Z',
        },
      ],
    });
    vi.setSystemTime(noon);
  });

  test('is refused to people without permission, and if it names an unknown profile', async () => {
    const body = {
      shipment: 'P-3',
      goods: 'x',
      origin: 'a',
      destination: 'b',
      site: 'west',
      profile: 'warm',
    };
    const nobody = { username: 'nils', groups: ['logistics'] };
    expect(await refusal(lena, 'createShipment', { body })).toEqual([
      403,
      'You may plan shipments at north, south, not at west.',
    ]);
    expect(await refusal(nobody, 'createShipment', { body })).toEqual([
      403,
      'You may plan shipments at no site, not at west.',
    ]);
    expect(await refusal(paul, 'createShipment', { body })).toEqual([
      403,
      'Only people with the role logistics can do this.',
    ]);
    for (const missing of [{ profile: 'none@2' }, { ambientProfile: 'none@2' }])
      expect(await refusal(lena, 'createShipment', { body: { ...body, site: 'north', ...missing } })).toEqual(
        [422, 'profile none, version 2, does not exist; add it first'],
      );
    expect(await entriesOf('P-3')).toEqual([]);
  });
});
