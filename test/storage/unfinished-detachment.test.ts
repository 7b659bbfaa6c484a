import { expect, test } from 'vitest';
import { attach, detach } from '../../src/storage/assign.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { keepLastValues } from '../../src/storage/flush-to-journal.ts';
import { startDatabase } from '../support/database.ts';
import { hour, start } from '../support/series.ts';
import { assignment, shipmentWith } from '../support/shipment.ts';

test('of several assignments that ended, only the last is completed, unless the shipment is named', async () => {
  const { database } = await startDatabase('model');
  await shipmentWith(database, 'N-1', []);
  await shipmentWith(database, 'N-2', []);
  await attachDevice(database, 'box', assignment('N-1'), 'Ann');
  await detach(database, 'box', start + hour, keepLastValues, 'N-1');
  await attach(database, 'box', assignment('N-2', start + 2 * hour), keepLastValues);
  await detach(database, 'box', start + 3 * hour, keepLastValues, 'N-2');
  expect(await detachDevice(database, 'box', start + 4 * hour, 'Bea')).toBeNull();
  expect((await readLedger(database, 'N-1')).entries).toHaveLength(2);
  expect(await detachDevice(database, 'box', start + 4 * hour, 'Bea', 'N-1')).toBe('N-1');
  expect((await readLedger(database, 'N-1')).entries.at(-1)).toMatchObject({
    by: 'Bea',
    fact: { kind: 'device-detached', device: 'box', since: start, until: start + hour },
  });
});
