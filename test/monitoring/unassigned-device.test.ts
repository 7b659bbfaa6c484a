import { beforeEach, expect, test } from 'vitest';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import type { Database } from '../../src/storage/tables.ts';
import { startDatabase } from '../support/database.ts';

let database: Database;
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
});

test('a device without an assignment is never overdue', async () => {
  const { isOverdue } = deviceEvaluator(database, async () => true);
  expect(await isOverdue(await readDeviceItem(database, 'box-1'), Date.now())).toBe(false);
});
