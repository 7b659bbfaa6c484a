import { afterAll, beforeAll, expect, test } from 'vitest';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { append } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, warmProfile } from '../support/shipment.ts';

let running: TestDatabase;
beforeAll(async () => {
  running = await startDatabase('model');
});
afterAll(() => running.stop());

test('a cumulative excursion that late readings move to an earlier time is closed once its last part has ended', async () => {
  const { database } = running;
  const [rule] = warmProfile.rules;
  const profile = { id: 'sum', version: 1 };
  await putProfile(
    database,
    { ...warmProfile, ...profile, rules: [{ ...rule, mode: 'cumulative' }] },
    'test',
  );
  await createShipment(database, 'S-sum', { ...createdShipment, profile }, 'test');
  await attachDevice(database, 'sum', { ...assignment('S-sum'), profile }, 'test');
  const { evaluate } = evaluating(database);
  const read = async (...readings: [minutes: number, value: number][]): Promise<string[]> => {
    const message = readings.map(([minutes, value]): Reading => ({
      channel: 'temperature',
      at: start + minutes * minute,
      value,
    }));
    await evaluate(await append(database, 'sum', [message]), {
      asOf: start + 300 * minute,
      processedUpTo: -Infinity,
    });
    const { entries } = await readLedger(database, 'S-sum');
    return [...excursionsRecorded(entries).values()].map(({ state }) => state);
  };
  expect(await read([200, 9])).toEqual([]);
  expect(await read([0, 9], [10, 9], [20, 5])).toEqual(['open']);
  expect(await read([210, 5])).toEqual(['closed']);
});
