import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDeviceItem } from '../../src/storage/append.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;
const iso = (minutes: number): string => new Date(at(minutes)).toISOString();

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(at(600)));
});
afterAll(() => stopApi(api));

/** A device whose first readings, with their positions, have been flushed to the journal. */
async function flushed(shipment: string): Promise<{ device: string; lastAt: number }> {
  const device = `lid-of-${shipment}`;
  await steps.plan(shipment);
  await steps.step('attachDevice', shipment, { device, since: iso(0) });
  const flushNumber = async () => (await readDeviceItem(api.account.database, device)).flushNumber;
  const before = await flushNumber();
  let minutes = 0;
  do
    await steps.send(device, {
      time: at((minutes += 1)),
      temperature: 5 + minutes / 100,
      latitude: 51 + minutes / 1000,
      longitude: 0.25,
      battery: 90,
    });
  while ((await flushNumber()) === before);
  return { device, lastAt: minutes };
}
const lastContact = async (shipment: string) => {
  const { items } = await steps.done(people.lena, 'listBoard');
  const { readAt, celsius, celsiusAt, batteryPercent, latitude, longitude } = items.find(
    (each) => each.shipment === shipment,
  )!.sensors[0]!;
  return { readAt, celsius, celsiusAt, batteryPercent, latitude, longitude };
};

test('the last contact includes flushed readings, with the position from the journal', async () => {
  const { device, lastAt } = await flushed('LH-1');
  const last = {
    readAt: iso(lastAt),
    celsius: 5 + lastAt / 100,
    celsiusAt: iso(lastAt),
    batteryPercent: 90,
    latitude: 51 + lastAt / 1000,
    longitude: 0.25,
  };
  expect(await lastContact('LH-1')).toEqual(last);
  // The journal is remembered until it grows.
  expect(await lastContact('LH-1')).toEqual(last);
  await steps.send(device, { time: at(lastAt + 1), temperature: 7 });
  const newer = { ...last, readAt: iso(lastAt + 1), celsius: 7, celsiusAt: iso(lastAt + 1) };
  expect(await lastContact('LH-1')).toEqual(newer);
  await steps.send(device, { time: at(lastAt + 2), latitude: 60, longitude: 2 });
  expect(await lastContact('LH-1')).toEqual({
    ...newer,
    readAt: iso(lastAt + 2),
    latitude: 60,
    longitude: 2,
  });
});

test('late readings do not change the last contact', async () => {
  const { device, lastAt } = await flushed('LH-2');
  const last = await lastContact('LH-2');
  await steps.send(device, { time: at(0.5), temperature: -20, battery: 3, latitude: 10, longitude: 10 });
  expect(await lastContact('LH-2')).toEqual(last);
  expect(last.readAt).toBe(iso(lastAt));
});
