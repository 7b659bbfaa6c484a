import { beforeEach, expect, test } from 'vitest';
import type { Pace } from '../../src/notifications/pace.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';
import { notifying, paceInMemory, shipmentWith } from '../support/shipment.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
});

test('the pace is not written where nothing was published and nothing waits', async () => {
  await shipmentWith(database, 'P-1', []);
  const written: Pace[] = [];
  const paceStore = { ...paceInMemory(), write: async (pace: Pace) => void written.push(pace) };
  const { notify } = notifying(database, async () => undefined, { paceStore, foldWithinMs: 60_000 });
  await notify({ shipments: ['P-1'], isTick: false });
  expect(written).toEqual([]);
});
