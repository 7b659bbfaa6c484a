import { parse } from 'csv-parse/sync';
import { expect, test, vi } from 'vitest';
import { insightsCsv, waitingCsv } from '../../src/api/routes/insights-csv.ts';
import { people } from '../support/api-in-process.ts';
import { type SigningHour, signingHours } from '../support/signing-hours.ts';

const { lena, paul, otto, sara } = people;
const noon = Date.parse('2026-11-20T12:00:00Z');
const carrier = { name: 'Swift Carriers' };
const hour = 3600;
const rowsOf = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

let api: SigningHour['api'];
let receipts: SigningHour['receipts'];
signingHours(noon, (given) => void ({ api, receipts } = given));

test('insights count what was signed, with what it rests on, for those who may see the site', async () => {
  await receipts.arrived('IN-1', undefined, { carrier, packaging: 'PCM box' });
  await receipts.arrived('IN-2', [5, 9, 9, 9, 9, 5, 5], { carrier });
  await receipts.arrived('IN-3', [5, 5], { carrier });
  await receipts.arrived('IN-4');
  for (const shipment of ['IN-1', 'IN-2', 'IN-3']) {
    const decided = {
      decision: shipment === 'IN-1' ? 'released' : 'rejected',
      reason: 'as the record shows',
    };
    // A password entry signs only one challenge of its second.
    vi.setSystemTime(Date.now() + 2000);
    const { status } = await receipts.sign(await receipts.challenged([shipment], decided));
    expect([shipment, status]).toEqual([shipment, 200]);
  }
  const insights = await receipts.done(lena, 'getInsights', { query: { by: 'carrier', from: '2026-11' } });
  expect(insights).toMatchObject({ from: '2026-11', to: '2026-11', by: 'carrier' });
  expect(insights.items).toHaveLength(1);
  const [row] = insights.items;
  expect(row).toMatchObject({
    carrier: 'Swift Carriers',
    origin: null,
    shipments: 3,
    decisions: { released: 1, rejected: 2, quarantined: 0 },
    excursions: { shipments: 1, unknown: 1, times: 1, share: { atLeast: 1 / 3, atMost: 2 / 3 } },
    time: { shipments: 3 },
  });
  const { inRangeSeconds, outOfRangeSeconds, unmonitoredSeconds, inRange, monitored } = row!.time;
  // An hour each; the third has two readings, and nothing is known after the second one's interval.
  expect(inRangeSeconds + outOfRangeSeconds + unmonitoredSeconds).toBe(3 * hour);
  expect(outOfRangeSeconds).toBe(40 * 60);
  expect(unmonitoredSeconds).toBeGreaterThan(0);
  expect(inRange).toBe(inRangeSeconds / (inRangeSeconds + outOfRangeSeconds));
  expect(monitored).toBe((3 * hour - unmonitoredSeconds) / (3 * hour));
  expect(insights.total.shipments).toBe(3);
  const byPackaging = await receipts.done(paul, 'getInsights', { query: { by: 'packaging' } });
  expect(byPackaging.items.map(({ packaging, shipments }) => [packaging, shipments])).toEqual([
    [null, 2],
    ['PCM box', 1],
  ]);
  expect((await receipts.done(otto, 'getInsights')).total.shipments).toBe(3);
  expect((await receipts.done(sara, 'getInsights')).total.shipments).toBe(0);
  expect((await receipts.done(sara, 'getInsights', { query: { site: 'north' } })).items).toEqual([]);
  expect(rowsOf(insightsCsv(insights))).toMatchObject([
    {
      Carrier: 'Swift Carriers',
      Packaging: '',
      Shipments: '3',
      Released: '1',
      Rejected: '2',
      'Shipments with an excursion': '1',
      'Shipments unknown': '1',
    },
  ]);
  const waiting = await receipts.done(lena, 'getWaiting');
  expect(waiting.items.map(({ shipment, seconds }) => [shipment, seconds >= 4 * hour])).toEqual([
    ['IN-4', true],
  ]);
  expect(waiting.ages).toEqual([
    { fromSeconds: 0, shipments: 0 },
    // It arrived at nine, and it is after one.
    { fromSeconds: 4 * hour, shipments: 1 },
    { fromSeconds: 24 * hour, shipments: 0 },
    { fromSeconds: 72 * hour, shipments: 0 },
  ]);
  expect(rowsOf(waitingCsv(waiting.items))).toMatchObject([{ Shipment: 'IN-4', Status: 'arrived' }]);
  expect((await receipts.done(sara, 'getWaiting')).total).toBe(0);
});

test.each([
  [{ from: '2026-13' }, 'from: must be a month from 2000 to 2099, as 2026-11'],
  [{ by: 'colour' }, 'by: must be'],
  [{ from: '2026-11', to: '2026-10' }, 'to: must not be before from, 2026-11'],
  [{ from: '2020-01', to: '2026-11' }, 'from: 83 months are more than 36; ask for fewer at a time'],
])('%j is refused', async (query, detail) => {
  const { status, body } = await api.ask(lena, 'getInsights', { query });
  expect([status, (body as unknown as { detail: string }).detail]).toEqual([
    400,
    expect.stringContaining(detail) as unknown,
  ]);
});
