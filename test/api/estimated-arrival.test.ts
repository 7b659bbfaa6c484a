import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { hour, minute } from '../support/series.ts';

const eight = Date.parse('2026-11-20T08:00:00Z');
const at = (minutes: number): number => eight + minutes * minute;
const iso = (time: number): string => new Date(time).toISOString();

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(at(120)));
});
afterAll(() => stopApi(api));

const origin = { name: 'Depot', circle: { latitude: 0, longitude: 0, radiusMeters: 500 } };
const destination = { name: 'Clinic', circle: { latitude: 0, longitude: 4, radiusMeters: 500 } };
/** A degree of the equator every hour, with a position every ten minutes. */
const positions = Array.from({ length: 12 }, (_, index) => ({
  time: at((index + 1) * 10),
  temperature: 5,
  latitude: 0,
  longitude: (index + 1) / 6,
}));

async function onItsWay(
  shipment: string,
  plan: Record<string, unknown>,
  batches: readonly unknown[],
): Promise<void> {
  await steps.plan(shipment, plan);
  await steps.step('attachDevice', shipment, { device: `lid-of-${shipment}`, since: iso(eight) });
  await steps.step('depart', shipment, { at: iso(eight) });
  for (const batch of batches) await steps.send(`lid-of-${shipment}`, batch);
}

async function estimateOf(shipment: string) {
  const { items } = await steps.done(people.lena, 'listBoard');
  const shown = await steps.done(people.lena, 'showShipment', { path: { shipment } });
  const { estimatedArrival } = items.find((each) => each.shipment === shipment)!;
  expect(shown.estimatedArrival).toEqual(estimatedArrival);
  return estimatedArrival;
}

describe('the board and the shipment estimate the arrival', () => {
  const expected = {
    earliest: iso(at(120) + (2 * hour) / 1.5),
    likely: iso(at(240)),
    latest: iso(at(120) + 2 * hour * 1.5),
    remainingMeters: 222_639,
  };
  test.each([
    ['in one message', [positions]],
    ['one by one', positions],
    ['in the wrong order', [positions.slice(6), positions.slice(0, 6)]],
    ['one by one in the wrong order', positions.toReversed()],
  ])('from positions that come %s', async (_, batches) => {
    const shipment = `ETA-${batches.length}-${String(batches[0] === positions[0])}`;
    await onItsWay(shipment, { origin, destination }, batches);
    expect(await estimateOf(shipment)).toEqual(expected);
  });

  test('until it has arrived', async () => {
    await onItsWay('ETA-ARRIVED', { origin, destination }, [positions]);
    await steps.step('arrive', 'ETA-ARRIVED', { at: iso(at(119)) });
    expect(await estimateOf('ETA-ARRIVED')).toBeNull();
  });

  test('not without the geofence of its destination', async () => {
    await onItsWay('ETA-NOWHERE', { origin }, [positions]);
    expect(await estimateOf('ETA-NOWHERE')).toBeNull();
  });
});
