import { beforeEach, expect, test } from 'vitest';
import type { Figures } from '../../src/insights/figures.ts';
import { totalOf } from '../../src/insights/insight-rows.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readInsights } from '../../src/storage/read-insights.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { syncAssignments } from '../../src/storage/sync-assignments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { arrived, at, departed, detached, signed } from '../support/facts.ts';
import { everyTenMinutes, minute, times } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
});

test('what a detached sensor delivers late changes the outcome without a new entry, once', async () => {
  await putProfile(database, warmProfile, 'test');
  await createShipment(database, 'L-1', { ...createdShipment, site: 'north' }, 'test');
  await attachDevice(database, 'lid', assignment('L-1'), 'test');
  const { evaluate } = deviceEvaluator(database, async () => true);
  const deliver = async (readings: ReturnType<typeof everyTenMinutes>): Promise<void> => {
    await append(database, 'lid', [readings]);
    await evaluate(await readDeviceItem(database, 'lid'), { asOf: at(500), processedUpTo: -Infinity });
  };
  const figures = async (): Promise<Figures> => totalOf(await readInsights(database, ['north'], ['2026-01']));

  await deliver(everyTenMinutes(times(13, 5)));
  const recorder = { by: 'paul', now: () => at(400) };
  for (const fact of [departed(at(10)), arrived(at(300)), detached('lid', at(320)), signed()])
    await record(database, 'L-1', recorder, () => [{ why: 'test', fact }]);
  await syncAssignments(database, (await readLedger(database, 'L-1')).entries);
  const { length } = (await readLedger(database, 'L-1')).entries;
  const before = await figures();
  expect(before.unmonitoredMs).toBe(170 * minute);

  await deliver(everyTenMinutes([...times(13, null), ...times(18, 5)]));
  const after = await figures();
  expect((await readLedger(database, 'L-1')).entries).toHaveLength(length);
  expect(after).toMatchObject({ released: 1, monitored: 1, unmonitoredMs: 0 });
  expect(after.inRangeMs - before.inRangeMs).toBe(170 * minute);
  await deliver(everyTenMinutes([...times(13, null), ...times(18, 5)]));
  expect(await figures()).toEqual(after);
});
