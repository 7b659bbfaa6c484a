import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveSummary, summaryItem } from '../../src/storage/shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { allMonitorParts, monitorPartOf, monitorParts } from '../../src/storage/monitor-parts.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import { engines, startDatabase } from '../support/database.ts';
import { watchedSummary } from '../support/watched-summary.ts';

describe('the part of a shipment', () => {
  test.each([
    ['CW-100', 9],
    ['S-1', 11],
    ['', 2],
    ['Ünïcode', 8],
  ])('the part of %s is %i, as stored', (shipment, part) => {
    expect(monitorPartOf(shipment)).toBe(part);
  });

  test('parts are used about equally often', () => {
    const counts = allMonitorParts.map(() => 0);
    for (let index = 0; index < 16_000; index++) counts[monitorPartOf(`CW-${index}`)]!++;
    expect(counts).toHaveLength(monitorParts);
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});

describe.each(engines)('monitored shipments, on %s', (engine) => {
  let database: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, stop } = await startDatabase(engine));
    for (let index = 0; index < 40; index++)
      await saveSummary(database, watchedSummary(`P-${index}`, (index * 7) % 40));
    // As the previous release stored it.
    await database.client.send(
      new PutItemCommand({
        TableName: database.tables.shipments,
        Item: { ...summaryItem(watchedSummary('OLD', 20)), watched: { S: 'yes' } },
      }),
    );
  });
  afterAll(() => stop());
  const idsOf = async (parts: readonly number[], since = 0, together?: number) =>
    (await Array.fromAsync(monitoredShipments(database, parts, since, together))).map(
      ({ shipment }) => shipment,
    );

  test('each monitored shipment is in one part', async () => {
    const all = Array.from({ length: 40 }, (_, index) => `P-${index}`);
    for (const part of allMonitorParts)
      expect((await idsOf([part])).filter((id) => id !== 'OLD').sort()).toEqual(
        all.filter((id) => monitorPartOf(id) === part).sort(),
      );
  });

  test('shipments of an earlier release are in the first part, and move to their own when they are next written', async () => {
    expect(await idsOf([0])).toContain('OLD');
    expect((await idsOf(allMonitorParts)).filter((id) => id === 'OLD')).toHaveLength(1);
    await saveSummary(database, { ...watchedSummary('OLD', 20), sequence: 2 });
    expect(await idsOf([monitorPartOf('OLD')])).toContain('OLD');
    expect((await idsOf(allMonitorParts)).filter((id) => id === 'OLD')).toHaveLength(1);
  });

  test.each([undefined, 1, 5])(
    'shipments of all parts come in the order of their changes, %s together',
    async (together) => {
      const listed = await Array.fromAsync(monitoredShipments(database, allMonitorParts, 10, together));
      const times = listed.map(({ changedAt }) => changedAt);
      expect(times).toEqual(
        [...Array.from({ length: 30 }, (_, index) => 10 + index), 20].sort((a, b) => a - b),
      );
    },
  );
});
