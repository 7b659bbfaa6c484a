import { describe, expect, test } from 'vitest';
import { people } from '../support/api-in-process.ts';
import { type ApiAtNoon, after, atNoon, eight, iso } from '../support/api-readings.ts';

const { lena } = people;
let api: ApiAtNoon['api'];
let steps: ApiAtNoon['steps'];
let curve: ApiAtNoon['curve'];
atNoon((opened) => {
  ({ api, steps, curve } = opened);
});

const temperatures = (from: number, celsius: readonly (number | string)[]) =>
  celsius.map((temperature, index) => ({ time: after(from + index * 10), temperature }));

/** A shipment with a sensor attached from eight to nine, with readings from ten minutes before to ten minutes after. */
async function withSensor(shipment: string): Promise<string> {
  await steps.plan(shipment);
  const device = `lid-of-${shipment}`;
  await steps.step('attachDevice', shipment, { device, since: iso(eight) });
  await steps.send(device, temperatures(-10, [1, 2, 3, 4, 5, 6, 7, 7.5, 7.6]));
  await steps.step('detachDevice', shipment, { at: iso(after(60)) }, { device });
  return shipment;
}

describe('a curve', () => {
  test('includes the readings at attachment and detachment, and none outside', async () => {
    expect(await curve(await withSensor('R-1'))).toEqual({
      device: 'lid-of-R-1',
      channel: 'temperature',
      from: iso(eight),
      to: iso(after(60)),
      readings: 7,
      points: [2, 3, 4, 5, 6, 7, 7.5].map((celsius, index) => [after(index * 10), celsius]),
    });
  });

  test('of a requested span includes the readings at both ends', async () => {
    const shipment = await withSensor('R-2');
    expect(await curve(shipment, { from: iso(after(10)), to: iso(after(30)) })).toEqual({
      device: 'lid-of-R-2',
      channel: 'temperature',
      from: iso(after(10)),
      to: iso(after(30)),
      readings: 3,
      points: [
        [after(10), 3],
        [after(20), 4],
        [after(30), 5],
      ],
    });
    expect(await curve(shipment, { from: iso(after(10) + 1), to: iso(after(30) - 1) })).toMatchObject({
      from: iso(after(20)),
      to: iso(after(20)),
      points: [[after(20), 4]],
    });
  });

  test('without readings covers the requested span, otherwise the start of the attachment', async () => {
    const shipment = await withSensor('R-3');
    const between = { from: iso(after(11)), to: iso(after(12)) };
    const none = { device: 'lid-of-R-3', channel: 'temperature', readings: 0, points: [] };
    expect(await curve(shipment, between)).toEqual({ ...none, ...between });
    await steps.plan('R-3b');
    await steps.step('attachDevice', 'R-3b', { device: 'dumb', since: iso(after(5)) });
    const begin = { from: iso(after(5)), to: iso(after(5)) };
    expect(await curve('R-3b')).toEqual({ ...none, device: 'dumb', ...begin });
    expect(await curve('R-3b', { channel: 'location' })).toEqual({
      ...none,
      device: 'dumb',
      channel: 'location',
      ...begin,
    });
  });

  test('is reduced to the requested number of points: the first, the last and the extremes between them', async () => {
    const shipment = await withSensor('R-4');
    const points = async (most: string) => (await curve(shipment, { points: most })).points;
    expect(await points('7')).toHaveLength(7);
    expect(await points('4')).toEqual([
      [after(0), 2],
      [after(10), 3],
      [after(50), 7],
      [after(60), 7.5],
    ]);
    expect(await api.ask(lena, 'getReadings', { path: { shipment }, query: { points: '3' } })).toMatchObject({
      status: 400,
      body: { detail: 'points: must be from 4 to 50000', problems: ['points: must be from 4 to 50000'] },
    });
  });

  test('of a sensor that was attached twice shows both periods', async () => {
    const shipment = await withSensor('R-5');
    const device = 'lid-of-R-5';
    await steps.step('attachDevice', shipment, { device, since: iso(after(120)) });
    await steps.send(device, temperatures(110, [8.1, 8.2, 8.3]));
    const { from, to, readings, points } = await curve(shipment);
    expect({ from, to, readings, last: points.slice(-3) }).toEqual({
      from: iso(eight),
      to: iso(after(130)),
      readings: 9,
      last: [
        [after(60), 7.5],
        [after(120), 8.2],
        [after(130), 8.3],
      ],
    });
  });

  test('leaves out texts and fault codes, and shows both values of one time', async () => {
    await steps.plan('R-6');
    await steps.step('attachDevice', 'R-6', { device: 'odd', since: iso(eight) });
    await steps.send('odd', temperatures(0, [5, 'ERR', 85, 6]));
    await steps.send('odd', temperatures(30, [6.5, 7]));
    expect(await curve('R-6')).toEqual({
      device: 'odd',
      channel: 'temperature',
      from: iso(eight),
      to: iso(after(40)),
      readings: 4,
      points: [
        [after(0), 5],
        [after(30), 6],
        [after(30), 6.5],
        [after(40), 7],
      ],
    });
  });
});
