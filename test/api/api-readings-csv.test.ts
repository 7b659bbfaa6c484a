import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';

const { lena } = people;
const eight = Date.parse('2026-11-20T08:00:00Z');
const after = (minutes: number): number => eight + minutes * minute;
const iso = (at: number): string => new Date(at).toISOString();
const columns = 'time,temperature,pressure,humidity,battery,latitude,longitude,accuracy';

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(after(10 * 60)));
});
afterAll(() => stopApi(api));

const csvOf = (shipment: string, query: Record<string, string> = {}) =>
  api.ask(lena, 'getReadingsCsv', { path: { shipment }, query });
const linesOf = async (shipment: string, query?: Record<string, string>): Promise<string[]> =>
  (await csvOf(shipment, query)).body.split('\n');

/** A shipment with a sensor attached at eight that sent something. */
async function withSensor(
  shipment: string,
  readings: unknown,
  device = `lid-of-${shipment}`,
): Promise<string> {
  await steps.plan(shipment);
  await steps.step('attachDevice', shipment, { device, since: iso(eight) });
  await steps.send(device, readings);
  return shipment;
}

describe('readings as CSV', () => {
  test('have a row for each time, a column for each channel, and a line break at the end', async () => {
    const shipment = await withSensor('C-1', [
      { time: after(-10), temperature: 1 },
      { time: after(0), temperature: 5, pressure: 100.9, humidity: 41, battery: 87 },
      { time: after(10), temperature: -0.5, latitude: 51.9, longitude: 0.25, accuracy: 12 },
      { time: after(20), latitude: 0, longitude: 0 },
      { time: after(30), battery: 0 },
    ]);
    expect(await csvOf(shipment)).toEqual({
      status: 200,
      body: [
        columns,
        '2026-11-20T08:00:00.000Z,5,100.9,41,87,,,',
        '2026-11-20T08:10:00.000Z,-0.5,,,,51.9,0.25,12',
        '2026-11-20T08:20:00.000Z,,,,,0,0,',
        '2026-11-20T08:30:00.000Z,,,,0,,,',
        '',
      ].join('\n'),
      headers: {
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="lid-of-C-1.csv"',
      },
    });
  });

  test('of one time with differing values have several rows, each value once, with related values in one row', async () => {
    const shipment = await withSensor('C-2', [
      { time: after(0), temperature: 5, humidity: 40 },
      { time: after(10), latitude: 51, longitude: 1 },
    ]);
    await steps.send('lid-of-C-2', [
      { time: after(0), temperature: 6, humidity: 40 },
      { time: after(10), latitude: 52, longitude: 1, accuracy: 3 },
      { time: after(10), temperature: 5 },
    ]);
    expect((await linesOf(shipment)).slice(1).toSorted()).toEqual([
      '',
      '2026-11-20T08:00:00.000Z,5,,40,,,,',
      '2026-11-20T08:00:00.000Z,6,,,,,,',
      '2026-11-20T08:10:00.000Z,,,,,52,1,3',
      '2026-11-20T08:10:00.000Z,5,,,,51,1,',
    ]);
  });

  test('quote text sent instead of a number, so that it is never a formula', async () => {
    const texts = ['ERR', '=1+1', '+2a', '-a', '@x', '\tx', 'a"b,c', 'a=1', '>72.0', '', null];
    const shipment = await withSensor(
      'C-3',
      texts.map((temperature, index) => ({ time: after(index), temperature })),
    );
    const cells = (await linesOf(shipment)).slice(1, -1).map((line) => line.slice(25, -6));
    expect(cells).toEqual([
      '"ERR"',
      `"'=1+1"`,
      `"'+2a"`,
      `"'-a"`,
      `"'@x"`,
      String.raw`"\u{9}x"`,
      '"a""b,c"',
      '"a=1"',
      '">72.0"',
      '""',
      '"null"',
    ]);
  });

  test('show the text sent instead of a position', async () => {
    const shipment = await withSensor('C-4', [
      { time: after(0), temperature: 5, latitude: 'no fix', longitude: 0.25 },
      { time: after(10), temperature: 5, latitude: '=x', longitude: 1 },
    ]);
    expect((await linesOf(shipment)).slice(1)).toEqual([
      '2026-11-20T08:00:00.000Z,5,,,,"no fix,0.25",,',
      `2026-11-20T08:10:00.000Z,5,,,,"'=x,1",,`,
      '',
    ]);
  });

  test('include both ends of the requested span, and the readings at attachment and detachment', async () => {
    const device = 'lid-of-C-5';
    const shipment = await withSensor(
      'C-5',
      [-10, 0, 10, 20, 30, 40].map((at) => ({ time: after(at), temperature: at })),
    );
    await steps.step('detachDevice', shipment, { at: iso(after(30)) }, { device });
    const times = async (query = {}) =>
      (await linesOf(shipment, query)).slice(1, -1).map((line) => Number(line.split(',')[1]));
    expect(await times()).toEqual([0, 10, 20, 30]);
    expect(await times({ from: iso(after(10)), to: iso(after(20)) })).toEqual([10, 20]);
    expect(await times({ from: iso(after(10) + 1), to: iso(after(20) - 1) })).toEqual([]);
    expect(await times({ device })).toEqual([0, 10, 20, 30]);
  });

  test('are a file named after the device', async () => {
    const shipment = await withSensor('C-6', [{ time: after(0), temperature: 5 }], 'a:b_c-D9');
    expect((await csvOf(shipment)).headers['content-disposition']).toBe(
      'attachment; filename="a_b_c-D9.csv"',
    );
  });
});

describe('a page of readings as CSV', () => {
  const rows = 20_000;
  const atSecond = (index: number): number => eight + index * 1000;
  beforeAll(async () => {
    await withSensor('C-9', []);
    for (let from = 0; from <= rows; from += 4000)
      await steps.send(
        'lid-of-C-9',
        Array.from({ length: Math.min(4000, rows + 1 - from) }, (_, index) => ({
          time: atSecond(from + index),
          temperature: 5,
        })),
      );
  });

  test('is the last if there are exactly 20 000 rows', async () => {
    const { body, headers } = await csvOf('C-9', { to: iso(atSecond(rows - 1)) });
    expect(body.split('\n')).toHaveLength(1 + rows + 1);
    expect(headers).not.toHaveProperty('link');
  });

  test('ends after 20 000 rows and links to the next page, for the same device and span', async () => {
    const [from, to] = [iso(eight), iso(atSecond(rows))];
    const { body, headers } = await csvOf('C-9', { from, to });
    const lines = body.split('\n');
    expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([
      1 + rows + 1,
      `${iso(atSecond(rows - 1))},5,,,,,,`,
      '',
    ]);
    const cursor = Buffer.from(String(atSecond(rows - 1))).toString('base64url');
    const query = { device: 'lid-of-C-9', from, to, cursor };
    expect(headers['link']).toBe(`<?${new URLSearchParams(query).toString()}>; rel="next"`);
    const next = await csvOf('C-9', query);
    expect(next.body).toBe(`${columns}\n${to},5,,,,,,\n`);
    expect(next.headers).not.toHaveProperty('link');
  });

  test('of the whole record links to the next page without a span', async () => {
    const { headers } = await csvOf('C-9');
    const cursor = Buffer.from(String(atSecond(rows - 1))).toString('base64url');
    expect(headers['link']).toBe(`<?device=lid-of-C-9&cursor=${cursor}>; rel="next"`);
  });
});
