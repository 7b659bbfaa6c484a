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

test('an hour is a clock hour: a review in its first millisecond is due again in the first of the next', async () => {
  const reviewOfPart = hourlyReview(database, 7);
  expect(await reviewOfPart.due([open, a], start)).toEqual([a]);
  reviewOfPart.reviewed(a);
  await reviewOfPart.finish();
  expect(await readProgress(database, name)).toBe(start);
  expect(await reviewOfPart.due([a], start + hour - 1)).toEqual([]);
  expect(await reviewOfPart.due([a], start + hour)).toEqual([a]);
});

test('the review is complete once all shipments are reviewed, and its start time is recorded', async () => {
  const reviewOfPart = hourlyReview(database, 7);
  expect(await reviewOfPart.due([a, b], start + minute)).toEqual([a, b]);
  reviewOfPart.reviewed(a);
  await reviewOfPart.finish();
  expect(await readProgress(database, name)).toBe(-Infinity);
  // Shipments added meanwhile wait for the next hour; removed ones are not waited for.
  expect(await reviewOfPart.due([a, b, released('C')], start + 2 * minute)).toEqual([b]);
  expect(await reviewOfPart.due([a], start + 3 * minute)).toEqual([]);
  await reviewOfPart.finish();
  expect(await readProgress(database, name)).toBe(start + minute);
  await reviewOfPart.finish();
  expect(await reviewOfPart.due([a, b], start + 4 * minute)).toEqual([]);
});

test('shipments without a decision need no review, and nothing is read or recorded', async () => {
  const reviewOfPart = hourlyReview({ ...database, client: null as never }, 7);
  expect(await reviewOfPart.due([open], start)).toEqual([]);
  await reviewOfPart.finish();
});

test('the table is read once an hour has passed, because another instance may have done the review', async () => {
  const reviewOfPart = hourlyReview(database, 7);
  expect(await reviewOfPart.due([a], start)).toEqual([a]);
  reviewOfPart.reviewed(a);
  await reviewOfPart.finish();
  await noteProgress(database, name, start + hour + minute);
  expect(await reviewOfPart.due([a], start + hour + 2 * minute)).toEqual([]);
  expect(await reviewOfPart.due([a], start + 2 * hour)).toEqual([a]);
});
