import { expect, test } from 'vitest';
import { putProfile } from '../../src/storage/store-profile.ts';
import { people } from '../support/api-in-process.ts';
import { type ApiAtNoon, after, atNoon, eight, iso } from '../support/api-readings.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena } = people;
let api: ApiAtNoon['api'];
let steps: ApiAtNoon['steps'];
let curve: ApiAtNoon['curve'];
atNoon((opened) => {
  ({ api, steps, curve } = opened);
});

test('another channel has a curve too, and a track leaves out 0, 0 and unreadable positions', async () => {
  await steps.plan('R-7');
  await steps.step('attachDevice', 'R-7', { device: 'truck', since: iso(eight) });
  await steps.send('truck', [
    { time: after(0), humidity: 40, latitude: 51.5, longitude: 0.25 },
    { time: after(10), humidity: 'NC', latitude: 0, longitude: 0 },
    { time: after(20), latitude: 'ERR', longitude: 0.3 },
    { time: after(30), humidity: 43, latitude: 51.7, longitude: 0.5, accuracy: 12 },
    { time: after(40), latitude: 51.8, longitude: 0.6 },
  ]);
  const span = { device: 'truck', from: iso(eight), to: iso(after(40)) };
  expect(await curve('R-7', { channel: 'humidity' })).toEqual({
    ...span,
    channel: 'humidity',
    readings: 2,
    points: [
      [after(0), 40],
      [after(30), 43],
    ],
  });
  expect(await curve('R-7', { channel: 'location' })).toEqual({
    ...span,
    channel: 'location',
    readings: 3,
    points: [
      [after(0), 51.5, 0.25],
      [after(30), 51.7, 0.5],
      [after(40), 51.8, 0.6],
    ],
  });
  expect(await curve('R-7', { channel: 'pressure' })).toEqual({
    ...span,
    channel: 'pressure',
    readings: 0,
    points: [],
  });
});

test('a curve is that of the named sensor, otherwise of the first product sensor', async () => {
  await putProfile(api.account.database, { ...warmProfile, id: 'air', rules: airRules }, 'Ann');
  await steps.plan('R-8', { ambientProfile: 'air' });
  const refusal = async (query: Record<string, string>) => {
    const { status, body } = await api.ask(lena, 'getReadings', { path: { shipment: 'R-8' }, query });
    return [status, body.title, body.detail];
  };
  expect(await refusal({})).toEqual([404, 'Not found', 'No device has been attached yet.']);
  expect(await refusal({ device: 'cargo' })).toEqual([
    404,
    'Not found',
    'cargo was never attached to this shipment.',
  ]);
  await steps.step('attachDevice', 'R-8', { device: 'air', role: 'ambient', since: iso(eight) });
  expect((await curve('R-8')).device).toBe('air');
  await steps.step('attachDevice', 'R-8', { device: 'box', since: iso(eight) });
  await steps.step('attachDevice', 'R-8', { device: 'lid', since: iso(eight) });
  expect((await curve('R-8')).device).toBe('box');
  expect((await curve('R-8', { device: 'lid' })).device).toBe('lid');
  expect(await refusal({ device: 'cargo' })).toEqual([
    404,
    'Not found',
    'cargo was never attached to this shipment.',
  ]);
});

const airRules = [{ ...warmProfile.rules[0]!, id: 'air-warm', judges: false }];
