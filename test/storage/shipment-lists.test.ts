import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ShipmentSummary } from '../../src/shipments/summary.ts';
import {
  readShipments,
  saveSummary,
  shipmentsLabelled,
  summaryItem,
  summaryOf,
} from '../../src/storage/shipments.ts';
import { monitoredAtSites, monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { away, itemsOf } from '../support/table-items.ts';
import { watchedSummary } from '../support/watched-summary.ts';

const summary = (shipment: string, fields: Partial<ShipmentSummary> = {}): ShipmentSummary => ({
  ...watchedSummary(shipment, 7),
  ...fields,
});

describe('the table item of a summary', () => {
  const plain = {
    shipmentId: { S: 'S-1' },
    v: { N: '2' },
    status: { S: 'in-transit' },
    siteStatus: { S: 'in-transit north' },
    changedAt: { N: '7' },
    sequence: { N: '1' },
  };
  const watched = { watched: { S: '11' }, watchedSite: { S: 'north' } };

  test('a summary is in the indexes of monitored shipments while something may happen or is left to do', () => {
    const of = (isWatched: boolean, isDone?: boolean) => summaryItem(summary('S-1', { isWatched }), isDone);
    const whole = (isWatched: boolean, more: object) => ({
      ...plain,
      ...more,
      summary: { S: JSON.stringify(summary('S-1', { isWatched })) },
    });
    expect(of(true)).toEqual(whole(true, watched));
    expect(of(true, false)).toEqual(whole(true, watched));
    expect(of(false)).toEqual(whole(false, {}));
    expect(of(false, true)).toEqual(whole(false, {}));
    expect(of(false, false)).toEqual(whole(false, watched));
  });

  test('a summary is in the index of labels where the shipment has one', () => {
    expect(summaryItem(summary('S-1', { sscc: '340123450000000017' }))).toMatchObject({
      sscc: { S: '340123450000000017' },
    });
    expect('sscc' in summaryItem(summary('S-1'))).toBe(false);
  });

  test('a summary of an earlier release lacks newer fields', () => {
    const none = {
      plannedDeparture: null,
      lots: [],
      way: [],
      vehicle: null,
      carrier: null,
      cancellation: null,
      clearedAlarms: [],
    };
    expect(summaryOf({ summary: { S: '{"shipment":"S-1"}' } })).toEqual({
      ...none,
      shipment: 'S-1',
      plannedArrival: null,
      way: [],
      standingAlarms: [],
      warnings: [],
    });
    const earlier =
      '{"plannedArrival":5,"standingAlarms":[{"rule":"warm","raisedAt":7}],"warnings":["late"]}';
    expect(summaryOf({ summary: { S: earlier } })).toEqual({
      ...none,
      plannedArrival: 5,
      standingAlarms: [
        { rule: 'warm', since: 7, until: null, raisedAt: 7, acknowledgedBy: null, comment: null },
      ],
      warnings: ['late'],
    });
    expect(() => summaryOf({ v: { N: '3' }, summary: { S: '{}' } })).toThrow(
      'an item of shipments has schema version 3',
    );
  });
});

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
  });
  afterAll(() => running.stop());
  const items = (shipment: string) => itemsOf(running.database, 'shipments', 'shipmentId', shipment);

  test('a summary is replaced only by one of a longer ledger', async () => {
    const { database } = running;
    const save = (sequence: number, goods: string) =>
      saveSummary(database, summary('S-1', { sequence, goods, site: 'alone' }));
    const goods = async () =>
      (JSON.parse((await items('S-1'))[0]!['summary']!['S']!) as ShipmentSummary).goods;
    await save(2, 'two');
    await save(1, 'one');
    await save(2, 'again');
    expect(await goods()).toBe('two');
    await save(3, 'three');
    expect(await goods()).toBe('three');
    await expect(saveSummary(away(database), summary('S-1'))).rejects.toThrow('away');
  });

  test('a summary is also replaced by one of the same ledger, where nothing is left to do', async () => {
    const { database } = running;
    const over = summary('S-2', { sequence: 5, isWatched: false, site: 'alone' });
    await saveSummary(database, over, { isDone: false });
    expect((await items('S-2'))[0]).toHaveProperty('watched');
    await saveSummary(database, { ...over, sequence: 4 }, { isDone: true });
    expect((await items('S-2'))[0]).toHaveProperty('watched');
    await saveSummary(database, over, { isDone: true });
    expect(await items('S-2')).toEqual([summaryItem(over)]);
    await saveSummary(database, { ...over, goods: 'other' }, { isDone: true });
    await saveSummary(database, over, { isDone: false });
    expect(await items('S-2')).toEqual([summaryItem(over)]);
  });

  test('lists have one status, at one site or all, in the order of ids, and a page may end with the list', async () => {
    const { database } = running;
    for (const [shipment, site, status] of [
      ['L-3', 'north', 'planned'],
      ['L-1', 'north', 'planned'],
      ['L-2', 'south', 'planned'],
      ['L-4', 'north', 'arrived'],
    ] as const)
      await saveSummary(database, summary(shipment, { site, status }));
    const page = async (site: string | null, after: string | null, limit: number) => {
      const { shipments, last } = await readShipments(
        database,
        { site, status: 'planned' },
        { after, limit },
      );
      return [...shipments.map(({ shipment }) => shipment), last];
    };
    expect(await page(null, null, 10)).toEqual(['L-1', 'L-2', 'L-3', null]);
    expect(await page(null, null, 2)).toEqual(['L-1', 'L-2', 'L-2']);
    expect(await page(null, 'L-2', 2)).toEqual(['L-3', null]);
    expect(await page(null, 'L-1', 2)).toEqual(['L-2', 'L-3', 'L-3']);
    expect(await page(null, 'L-3', 2)).toEqual([null]);
    expect(await page(null, 'L-1x', 2)).toEqual(['L-2', 'L-3', 'L-3']);
    expect(await page('north', null, 10)).toEqual(['L-1', 'L-3', null]);
    expect(await page('north', 'L-1', 1)).toEqual(['L-3', 'L-3']);
    expect(await page('west', null, 10)).toEqual([null]);
    const { shipments } = await readShipments(
      database,
      { site: 'north', status: 'arrived' },
      { after: null, limit: 1 },
    );
    expect(shipments).toEqual([summary('L-4', { site: 'north', status: 'arrived' })]);
  });

  test('of several shipments with one label, the newest change comes first', async () => {
    const { database } = running;
    const sscc = '340123450000000017';
    for (const [shipment, changedAt] of [
      ['C-1', 5],
      ['C-2', 9],
      ['C-3', 7],
    ] as const)
      await saveSummary(database, summary(shipment, { changedAt, sscc, site: 'label' }));
    await saveSummary(database, summary('C-4', { sscc: '340123450000000024', site: 'label' }));
    const found = await shipmentsLabelled(database, sscc);
    expect(found.map(({ shipment }) => shipment)).toEqual(['C-2', 'C-3', 'C-1']);
    expect(await shipmentsLabelled(database, '340123450000000031')).toEqual([]);
  });

  test('monitored shipments of sites come in the order of their changes, from a given time on', async () => {
    const { database } = running;
    for (const [shipment, site, changedAt] of [
      ['W-1', 'east', 30],
      ['W-2', 'west', 20],
      ['W-3', 'east', 10],
      ['W-4', 'west', 40],
      ['W-5', 'other', 25],
    ] as const)
      await saveSummary(database, summary(shipment, { site, changedAt }));
    const list = async (sites: string[], ...more: [since?: number, together?: number]) =>
      (await Array.fromAsync(monitoredAtSites(database, sites, ...more))).map(({ shipment }) => shipment);
    expect(await list(['east', 'west'])).toEqual(['W-3', 'W-2', 'W-1', 'W-4']);
    expect(await list(['east', 'west'], 20, 1)).toEqual(['W-2', 'W-1', 'W-4']);
    expect(await list(['east', 'west'], 21, 2)).toEqual(['W-1', 'W-4']);
    expect(await list(['east', 'west'], 41)).toEqual([]);
    expect(await list([])).toEqual([]);
    expect(await Array.fromAsync(monitoredShipments(database, []))).toEqual([]);
  });
});
