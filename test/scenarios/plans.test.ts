import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * minute).toISOString();
const circle = (latitude: number) => ({ latitude, longitude: 0.1, radiusMeters: 500 });

beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  lena = await signInAs(run, 'lena');
});
afterAll(() => run.stop());

const shown = (shipment: string) => lena.do('showShipment', { path: { shipment } });
const kindsOf = async (shipment: string) =>
  (await readLedger(run.database, shipment)).entries.map(({ fact }) => fact.kind);

/** Fixes of a device, each with how many minutes ago it was taken. */
async function drive(thing: string, fixes: readonly (readonly [minutesAgo: number, latitude: number])[]) {
  const device = await run.connect(thing);
  for (const [minutesAgo, latitude] of fixes)
    await device.publish(
      `coldwatch/${thing}/telemetry`,
      JSON.stringify({ time: ago(minutesAgo), temperature: 5, latitude, longitude: 0.1 }),
    );
  await run.allProcessed();
  await device.close();
}

describe('a plan, from the first draft to its copy', { timeout: 120_000 }, () => {
  test('is changed before and under way, and the new geofence counts', async () => {
    const plan = { goods: 'vaccine', site: 'north', profile: 'controlled-cold' };
    const places = {
      origin: { name: 'Cambridge', circle: circle(52.2) },
      destination: { name: 'Stansted', circle: circle(51.5) },
    };
    await lena.do('createShipment', { body: { shipment: 'PL-1', ...plan, ...places } });
    const carrier = { name: 'Swift', phone: '+44 20 7946 0018' };
    await lena.step('changePlan', 'PL-1', {
      change: { lots: ['A1'], carrier },
      reason: 'the order is complete',
    });
    await lena.step('attachDevice', 'PL-1', { device: 'box-1', since: ago(120) });
    await drive('box-1', [
      [110, 52.2],
      [100, 52.2],
      [80, 52.1],
      [70, 52.1],
      [60, 52.1],
    ]);
    expect((await shown('PL-1')).inferredDepartedAt).toBe(ago(80));
    await lena.step('changePlan', 'PL-1', {
      change: { destination: { name: 'Luton', circle: circle(52) } },
      reason: 'the clinic has no power',
    });
    await drive('box-1', [
      [40, 52],
      [30, 52],
      [20, 52],
    ]);
    expect(await shown('PL-1')).toMatchObject({
      status: 'in-transit',
      destination: 'Luton',
      inferredArrivedAt: ago(40),
      lots: ['A1'],
      carrier: { ...carrier, email: null },
    });
    const refused = await lena.ask('changePlan', {
      path: { shipment: 'PL-1' },
      body: { change: { profile: 'who-storage' }, reason: 'r', basedOn: (await kindsOf('PL-1')).length },
    });
    expect(refused.status).toBe(409);
  });

  test('is cancelled: its sensor watches another shipment, and what it sends late raises nothing', async () => {
    const plan = {
      goods: 'vaccine',
      origin: 'a',
      destination: 'b',
      site: 'north',
      profile: 'controlled-cold',
    };
    for (const shipment of ['PL-2', 'PL-3']) await lena.do('createShipment', { body: { shipment, ...plan } });
    await lena.step('attachDevice', 'PL-2', { device: 'box-2', since: ago(100) });
    await lena.step('cancelShipment', 'PL-2', { reason: 'ordered twice' });
    await lena.step('attachDevice', 'PL-3', { device: 'box-2' });
    const before = await kindsOf('PL-2');
    const told = run.notifications().length;
    const device = await run.connect('box-2');
    await device.publish(
      'coldwatch/box-2/telemetry',
      JSON.stringify([90, 80, 70, 60].map((minutes) => ({ time: ago(minutes), temperature: 40 }))),
    );
    await run.allProcessed();
    await run.watch();
    await run.drained();
    await device.close();
    expect(await kindsOf('PL-2')).toEqual(before);
    expect(run.notifications()).toHaveLength(told);
    const { points } = (await lena.do('getReadings', {
      path: { shipment: 'PL-2' },
      query: { device: 'box-2', channel: 'temperature', from: ago(100), to: ago(0) },
    })) as { points: unknown[] };
    expect(points).toHaveLength(4);
    expect((await shown('PL-2')).status).toBe('cancelled');
    const board = await lena.do('listBoard');
    expect(board.items.map(({ shipment }) => shipment)).not.toContain('PL-2');
  });

  test('is planned again as it was shown, under another number', async () => {
    const { plan } = await shown('PL-1');
    await lena.do('createShipment', { body: { ...plan, shipment: 'PL-4', sscc: null } });
    const { kind: _, ...copied } = (await readLedger(run.database, 'PL-4')).entries[0]!.fact as {
      kind: string;
    };
    expect(copied).toEqual(shipmentOf((await readLedger(run.database, 'PL-1')).entries));
  });
});
