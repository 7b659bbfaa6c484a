import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { detach } from '../../src/storage/assign.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';
import { assignment, evaluating, shipmentWith } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase();
  ({ database } = running);
});
afterAll(() => running.stop());

const attachments = async (shipment: string) =>
  attachmentsRecorded((await readLedger(database, shipment)).entries);
const reading = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const readingsOf = async (shipment: string) => {
  const record = (await readShipmentRecord(database, shipment))!;
  return (await attachments(shipment)).flatMap((each) =>
    record.recordOf(each).readings.map(({ at }) => (at - start) / minute),
  );
};

describe('a repeated request is executed once', () => {
  test('two simultaneous attachments with different times leave one attachment', async () => {
    await shipmentWith(database, 'A-twice', []);
    const both = await Promise.allSettled(
      [0, 1].map((minutes) =>
        attachDevice(
          database,
          'twice',
          { ...assignment('A-twice'), since: start + minutes * minute, attachedAt: start + minutes },
          'test',
        ),
      ),
    );
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const [only, ...more] = await attachments('A-twice');
    expect(more).toEqual([]);
    const deviceItem = await readDeviceItem(database, 'twice');
    expect(deviceItem.assignment!.since).toBe(only!.since);
    const past = await readAssignments(database, 'twice');
    expect(past.map(({ assignment: { since } }) => since)).toEqual([only!.since]);
  });

  test('two simultaneous detachments with different times give ledger and journal the same end', async () => {
    await shipmentWith(database, 'A-ended', ['ended']);
    await Promise.allSettled(
      [50, 60].map((minutes) => detachDevice(database, 'ended', start + minutes * minute, 'test', 'A-ended')),
    );
    const { entries } = await readLedger(database, 'A-ended');
    expect(entries.filter(({ fact }) => fact.kind === 'device-detached')).toHaveLength(1);
    const [past] = await readAssignments(database, 'ended');
    expect((await attachments('A-ended'))[0]!.detachedAt).toBe(past!.until);
  });
});

describe('a crash leaves no attachment that cannot be ended', () => {
  test('a detachment is completed even if the device is attached to another shipment by then', async () => {
    await shipmentWith(database, 'A-died', ['died']);
    await shipmentWith(database, 'A-next', []);
    await detach(database, 'died', start + hour, (state) => state, 'A-died');
    await attachDevice(database, 'died', { ...assignment('A-next'), since: start + 2 * hour }, 'test');
    expect((await attachments('A-died'))[0]!.detachedAt).toBe(start + hour);
  });

  test('an attachment that the arrival overtook is recorded, and can be ended', async () => {
    await shipmentWith(database, 'A-late', []);
    await attachDevice(database, 'late', { ...assignment('A-late'), since: start + hour }, 'test').catch(
      () => undefined,
    );
    await declareMilestone(database, 'A-late', 'arrived', start + 2 * hour, 'test');
    expect(await detachDevice(database, 'late', start + 3 * hour, 'test', 'A-late')).toBe('A-late');
    expect(await attachments('A-late')).toMatchObject([{ device: 'late', detachedAt: start + 3 * hour }]);
  });
});

test('readings after a backdated end belong to the next shipment, and are evaluated there', async () => {
  await shipmentWith(database, 'A-box-1', ['moved-on']);
  await shipmentWith(database, 'A-box-2', []);
  const { evaluate } = evaluating(database);
  for (let minutes = 10; minutes <= 120; minutes += 10) {
    const deviceItem = await append(database, 'moved-on', [[reading(minutes, minutes > 60 ? 9 : 5)]]);
    await evaluate(deviceItem, { asOf: start + minutes * minute, processedUpTo: -Infinity });
  }
  await detachDevice(database, 'moved-on', start + 55 * minute, 'test');
  await attachDevice(database, 'moved-on', { ...assignment('A-box-2'), since: start + 60 * minute }, 'test');
  const deviceItem = await append(database, 'moved-on', [[reading(130, 9)]]);
  await evaluate(deviceItem, { asOf: start + 130 * minute, processedUpTo: -Infinity });
  expect(await readingsOf('A-box-2')).toEqual(expect.arrayContaining([60, 70, 80, 90, 100, 110, 120, 130]));
  const { entries } = await readLedger(database, 'A-box-2');
  expect(entries.map(({ fact }) => fact.kind)).toContain('excursion-opened');
});

test('a large message that arrives during an attachment belongs to the shipment', async () => {
  await shipmentWith(database, 'A-large', []);
  const many = Array.from({ length: 400 }, (_, index) => reading(index, 9));
  await Promise.all([
    append(database, 'large', [many]),
    attachDevice(database, 'large', assignment('A-large'), 'test'),
  ]);
  expect(new Set(await readingsOf('A-large')).size).toBe(400);
});

test('a message delivered again after the detachment is not stored a second time', async () => {
  await shipmentWith(database, 'A-again', ['again']);
  const { evaluate } = evaluating(database);
  const first = [reading(10, 5), reading(20, 5)];
  await append(database, 'again', [first]);
  await detachDevice(database, 'again', start + 60 * minute, 'test');
  const stored = async () => {
    const [past] = await readAssignments(database, 'again');
    return (await readSegments(database, 'again', past!.assignment)).map(({ at }) => (at - start) / minute);
  };
  expect(await stored()).toEqual([10, 20]);
  const deviceItem = await append(database, 'again', [[...first, reading(30, 5)]]);
  await evaluate(deviceItem, { asOf: start + 90 * minute, processedUpTo: -Infinity });
  expect((await stored()).toSorted((a, b) => a - b)).toEqual([10, 20, 30]);
});
