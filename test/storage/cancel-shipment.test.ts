import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { cancelShipment, finishCancellation } from '../../src/storage/cancel-shipment.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readingsUnder } from '../../src/storage/shipment-record.ts';
import { acknowledgeAlarm, createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { fileDevice } from '../../src/shipments/file-device.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { fileAttached } from '../support/file-events.ts';
import { hour, minute, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, shipmentWith, warmProfile } from '../support/shipment.ts';
import { answeredBy } from '../support/table-items.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'Ann');
});
afterAll(() => running.stop());

const entriesOf = async (shipment: string) => (await readLedger(database, shipment)).entries;
const kindsOf = async (shipment: string) => (await entriesOf(shipment)).map(({ fact }) => fact.kind);
const cancel = (shipment: string, on = database) =>
  cancelShipment(on, shipment, 'the order was withdrawn', 'Bea');
const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
async function isMonitored(shipment: string): Promise<boolean> {
  const listed = await Array.fromAsync(monitoredShipments(database, [monitorPartOf(shipment)]));
  return listed.some((each) => each.shipment === shipment);
}

const time = (asOf: number) => ({ asOf, processedUpTo: asOf });

describe('a cancellation', () => {
  test('says why, sets the sensors free, and leaves nothing to monitor', async () => {
    await shipmentWith(database, 'X-1', ['x-1', 'x-2']);
    expect(await isMonitored('X-1')).toBe(true);
    await cancel('X-1');
    const entries = await entriesOf('X-1');
    expect(entries.slice(3).map(({ by, why, fact }) => [by, why, fact.kind])).toEqual([
      ['Bea', 'the order was withdrawn', 'shipment-cancelled'],
      ['Bea', 'the shipment was cancelled', 'device-detached'],
      ['Bea', 'the shipment was cancelled', 'device-detached'],
    ]);
    expect(summarise(entries)).toMatchObject({
      status: 'cancelled',
      isWatched: false,
      devices: [],
      cancellation: { by: 'Bea', reason: 'the order was withdrawn' },
    });
    expect(await isMonitored('X-1')).toBe(false);
    for (const device of ['x-1', 'x-2'])
      expect((await readDeviceItem(database, device)).assignment).toBeNull();
    await createShipment(database, 'X-1b', createdShipment, 'Ann');
    await attachDevice(database, 'x-1', assignment('X-1b', Date.now()), 'Ann');
    expect(await kindsOf('X-1b')).toEqual(['shipment-created', 'device-attached']);
  });

  test('leaves the files with their shipment', async () => {
    await shipmentWith(database, 'X-8', ['x-8']);
    const sha256 = 'a'.repeat(64);
    const file = fileDevice('X-8', sha256);
    await record(database, 'X-8', { by: 'Ann', now: Date.now }, () => [
      { why: 'x', fact: { kind: 'file-received', file: { name: 'lid.csv', sha256, bytes: 100 } } },
      { why: 'x', fact: fileAttached('lid.csv', { sha256, device: file }) },
    ]);
    await attachDevice(database, file, assignment('X-8'), 'Ann');
    await cancel('X-8');
    const detached = (await entriesOf('X-8')).flatMap(({ fact }) =>
      fact.kind === 'device-detached' ? [fact.device] : [],
    );
    expect(detached).toEqual(['x-8']);
    expect((await readDeviceItem(database, file)).assignment).toMatchObject({ shipment: 'X-8' });
  });

  test('is repeated by its key without effect, and refused once it is done', async () => {
    await createShipment(database, 'X-2', createdShipment, 'Ann');
    const actor = { by: 'Bea', request: { key: 'k', content: 'x' } };
    await cancelShipment(database, 'X-2', 'r', actor);
    await cancelShipment(database, 'X-2', 'r', actor);
    expect(await kindsOf('X-2')).toEqual(['shipment-created', 'shipment-cancelled']);
    await expect(cancel('X-2')).rejects.toThrow('the shipment was cancelled');
  });

  test('that was recorded and not completed is completed by its repetition', async () => {
    await shipmentWith(database, 'X-9', ['x-9']);
    const actor = { by: 'Bea', request: { key: 'k', content: 'x' } };
    const dying = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'PutItemCommand' && JSON.stringify(input).includes('device-detached'))
        throw new Error('the function died');
      return send();
    });
    await expect(cancelShipment(dying, 'X-9', 'r', actor)).rejects.toThrow('the function died');
    await cancelShipment(database, 'X-9', 'r', actor);
    expect((await kindsOf('X-9')).slice(2)).toEqual(['shipment-cancelled', 'device-detached']);
    expect((await readDeviceItem(database, 'x-9')).assignment).toBeNull();
  });

  test('is refused without a reason and after a declared departure; nothing is detached then', async () => {
    await shipmentWith(database, 'X-3', ['x-3']);
    await expect(cancelShipment(database, 'X-3', ' ', 'Bea')).rejects.toThrow(
      'the reason is missing: say why the shipment does not take place',
    );
    await declareMilestone(database, 'X-3', 'departed', start, 'Ann');
    await expect(cancel('X-3')).rejects.toThrow('goods that are under way cannot be cancelled');
    expect((await readDeviceItem(database, 'x-3')).assignment).not.toBeNull();
  });

  test.each([
    ['before the sensors were free', 'UpdateItemCommand', 'assignment', 'X-4'],
    ['before the detachments were recorded', 'PutItemCommand', 'device-detached', 'X-7'],
  ])('whose function died %s is completed by the monitor', async (_, command, content, shipment) => {
    const device = `of-${shipment}`;
    await shipmentWith(database, shipment, [device]);
    const dying = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === command && JSON.stringify(input).includes(content)) throw new Error('the function died');
      return send();
    });
    await expect(cancel(shipment, dying)).rejects.toThrow('the function died');
    expect((await readDeviceItem(database, device)).assignment).not.toBeNull();
    expect(await isMonitored(shipment)).toBe(true);
    const { requestNotification, evaluateDetached } = evaluating(database);
    const never = { info: null, minor: null, major: null, critical: null };
    await escalateAlarms(database, requestNotification, never, evaluateDetached, shipment);
    expect((await readDeviceItem(database, device)).assignment).toBeNull();
    expect((await kindsOf(shipment)).slice(2)).toEqual(['shipment-cancelled', 'device-detached']);
    expect(await isMonitored(shipment)).toBe(false);
  });

  test('wins over a device that is being attached, which is free again', async () => {
    await createShipment(database, 'X-5', createdShipment, 'Ann');
    let isCancelled = false;
    const slow = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'PutItemCommand' && JSON.stringify(input).includes('device-attached') && !isCancelled) {
        isCancelled = true;
        await cancel('X-5');
      }
      return send();
    });
    await expect(attachDevice(slow, 'x-5', assignment('X-5'), 'Ann')).rejects.toThrow(
      'the shipment was cancelled',
    );
    expect(await kindsOf('X-5')).toEqual(['shipment-created', 'shipment-cancelled']);
    expect((await readDeviceItem(database, 'x-5')).assignment).toBeNull();
  });

  test('of a shipment that nobody cancelled is not completed', async () => {
    await shipmentWith(database, 'X-6', ['x-6']);
    await finishCancellation(database, 'X-6');
    expect(await kindsOf('X-6')).toEqual(['shipment-created', 'device-attached']);
  });
});

describe('after a cancellation', () => {
  test('an open alarm, which has to be acknowledged before, is over afterwards', async () => {
    await shipmentWith(database, 'Y-1', ['y-1']);
    const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
    const escalating = { info: 0, minor: 0, major: 0, critical: 0 };
    await evaluate(
      await append(database, 'y-1', [[celsius(0, 9), celsius(10, 9), celsius(20, 9)]]),
      time(start + 21 * minute),
    );
    expect(summarise(await entriesOf('Y-1')).standingAlarms).toHaveLength(1);
    expect(inbox).toHaveLength(1);
    await expect(cancel('Y-1')).rejects.toThrow('nobody has acknowledged the alarm warm-20m');
    await acknowledgeAlarm(database, 'Y-1', 'warm-20m', 'the goods are destroyed', 'Ann');
    await cancel('Y-1');
    const before = await kindsOf('Y-1');
    await escalateAlarms(database, requestNotification, escalating, evaluateDetached, 'Y-1');
    expect(await kindsOf('Y-1')).toEqual(before);
    expect(inbox).toHaveLength(1);
    expect(summarise(await entriesOf('Y-1')).standingAlarms).toEqual([]);
  });

  test('late messages are stored under the shipment and raise nothing', async () => {
    await shipmentWith(database, 'Y-2', ['y-2']);
    await cancel('Y-2');
    const before = await kindsOf('Y-2');
    const { evaluate, inbox } = evaluating(database);
    const late = [celsius(0, 30), celsius(10, 30), celsius(20, 30)];
    await evaluate(await append(database, 'y-2', [late]), time(Date.now()));
    const [attachment] = attachmentsRecorded(await entriesOf('Y-2'));
    expect(await readingsUnder(database, attachment!)).toEqual(late);
    expect(await kindsOf('Y-2')).toEqual(before);
    expect(inbox).toEqual([]);
  });

  test('a message that is being evaluated when the shipment is cancelled raises nothing', async () => {
    await shipmentWith(database, 'Y-3', ['y-3']);
    let isCancelled = false;
    const slow = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'PutItemCommand' && JSON.stringify(input).includes('excursion-opened') && !isCancelled) {
        isCancelled = true;
        await cancel('Y-3');
      }
      return send();
    });
    const { evaluate, inbox } = evaluating(slow, database);
    const item = await append(database, 'y-3', [[celsius(0, 30), celsius(10, 30), celsius(20, 30)]]);
    await evaluate(item, time(start + hour));
    expect(isCancelled).toBe(true);
    expect(await kindsOf('Y-3')).toEqual([
      'shipment-created',
      'device-attached',
      'shipment-cancelled',
      'device-detached',
    ]);
    expect(inbox).toEqual([]);
  });
});
