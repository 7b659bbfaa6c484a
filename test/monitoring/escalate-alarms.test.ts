import { afterEach, expect, test, vi } from 'vitest';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import { record } from '../../src/storage/ledger.ts';
import { markNotified } from '../../src/storage/ledger-markers.ts';
import { startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { shipmentWith } from '../support/shipment.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a notification missing for more than five minutes is overdue, and is requested every time', async () => {
  const { database } = await startDatabase('model');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  await shipmentWith(database, 'S-1', []);
  const recordedAt = Date.now();
  const fact = { kind: 'contact-lost' as const, device: 'a', position: null, at: start };
  await record(database, 'S-1', { by: 'test', now: Date.now }, (entries) =>
    entries.length > 1 ? [] : [{ why: 'test', fact }],
  );
  const asked: number[] = [];
  const deadlines = { info: null, minor: null, major: null, critical: null };
  const escalateOnce = () =>
    escalateAlarms(
      database,
      async ({ sequence }) => asked.push(sequence) > 0,
      deadlines,
      async () => undefined,
      'S-1',
    );
  expect(await escalateOnce()).toEqual({ overdue: 0, isDone: false });
  vi.setSystemTime(recordedAt + 5 * minute);
  expect(await escalateOnce()).toEqual({ overdue: 0, isDone: false });
  vi.setSystemTime(recordedAt + 5 * minute + 1);
  expect(await escalateOnce()).toEqual({ overdue: 1, isDone: false });
  expect(asked).toEqual([2, 2, 2]);
  await markNotified(database, { shipment: 'S-1', sequence: 2 }, Date.now());
  expect(await escalateOnce()).toEqual({ overdue: 0, isDone: true });
  expect(asked).toHaveLength(3);
});
