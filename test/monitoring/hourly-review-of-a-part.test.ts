import { beforeEach, expect, test } from 'vitest';
import type { ShipmentSummary } from '../../src/shipments/summary.ts';
import { hourlyReview } from '../../src/monitoring/hourly-review.ts';
import { noteProgress, readProgress } from '../../src/storage/progress.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
});

const name = '#hourly-look-7';
const released = (shipment: string) => ({ shipment, decision: {} }) as ShipmentSummary;
const open = { shipment: 'open', decision: null } as ShipmentSummary;
const [a, b] = [released('A'), released('B')];

test('an hour is that of the clock: done in its first millisecond it is due again in the first of the next', async () => {
  const look = hourlyReview(database, 7);
  expect(await look.due([open, a], start)).toEqual([a]);
  look.reviewed(a);
  await look.finish();
  expect(await readProgress(database, name)).toBe(start);
  expect(await look.due([a], start + hour - 1)).toEqual([]);
  expect(await look.due([a], start + hour)).toEqual([a]);
});

test('it is done once all are looked at, and is noted by when it began', async () => {
  const look = hourlyReview(database, 7);
  expect(await look.due([a, b], start + minute)).toEqual([a, b]);
  look.reviewed(a);
  await look.finish();
  expect(await readProgress(database, name)).toBe(-Infinity);
  // What has come meanwhile waits for the next hour; what is gone is not waited for.
  expect(await look.due([a, b, released('C')], start + 2 * minute)).toEqual([b]);
  expect(await look.due([a], start + 3 * minute)).toEqual([]);
  await look.finish();
  expect(await readProgress(database, name)).toBe(start + minute);
  await look.finish();
  expect(await look.due([a, b], start + 4 * minute)).toEqual([]);
});

test('of shipments without a decision there is nothing to do, and nothing is read or noted', async () => {
  const look = hourlyReview({ ...database, client: null as never }, 7);
  expect(await look.due([open], start)).toEqual([]);
  await look.finish();
});

test('another instance may have done it: the table is asked once an hour has passed', async () => {
  const look = hourlyReview(database, 7);
  expect(await look.due([a], start)).toEqual([a]);
  look.reviewed(a);
  await look.finish();
  await noteProgress(database, name, start + hour + minute);
  expect(await look.due([a], start + hour + 2 * minute)).toEqual([]);
  expect(await look.due([a], start + 2 * hour)).toEqual([a]);
});
