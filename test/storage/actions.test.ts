import { DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { custodyOf } from '../../src/shipments/custody.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { detachDevice } from '../../src/storage/attach-device.ts';
import {
  declareMilestone,
  declareSensor,
  handOver,
  withdrawMilestone,
} from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, start } from '../support/series.ts';
import { shipmentWith } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase();
  ({ database } = running);
});
afterAll(() => running.stop());

describe('an action that is not allowed is refused with the reason', () => {
  test.each<[string, (shipment: string, device: string) => Promise<unknown>, string]>([
    [
      'an arrival before the departure',
      (shipment) => declareMilestone(database, shipment, 'arrived', start, 'Ann'),
      'the shipment departed 2026-01-01 01:00 UTC; it cannot arrive earlier',
    ],
    [
      'declaring a sensor as of before its attachment',
      (shipment, device) =>
        declareSensor(database, shipment, { device, fate: 'lost', at: start - 1, reason: 'x' }, 'Ann'),
      'was attached 2026-01-01 00:00 UTC; it cannot have failed earlier',
    ],
    [
      'a detachment before the attachment',
      (_, device) => detachDevice(database, device, start - 1, 'Ann'),
      'was attached 2026-01-01 00:00 UTC; it cannot be detached earlier',
    ],
    [
      'a handover to the current holder',
      (shipment) => handOver(database, shipment, { to: 'carrier', at: start + 2 * hour }, 'Ann'),
      'carrier already has custody of the goods',
    ],
    [
      'a handover before the last one',
      (shipment) => handOver(database, shipment, { to: 'hospital', at: start }, 'Ann'),
      'carrier has had custody since 2026-01-01 01:00 UTC; the goods cannot be handed over earlier',
    ],
    [
      'a blank reason',
      (shipment, device) =>
        declareSensor(database, shipment, { device, fate: 'lost', at: start, reason: ' ' }, 'Ann'),
      'the reason is missing: say why the sensor no longer counts',
    ],
    [
      'withdrawing a milestone that nobody declared',
      (shipment) => withdrawMilestone(database, shipment, 'arrived', 'x', 'Ann'),
      'there is no declared arrival to withdraw',
    ],
    [
      'withdrawing a milestone without a reason',
      (shipment) => withdrawMilestone(database, shipment, 'departed', ' ', 'Ann'),
      'the reason is missing: say why the declaration was wrong',
    ],
    [
      'a shipment that does not exist',
      () => handOver(database, 'S-nowhere', { to: 'carrier', at: start }, 'Ann'),
      'shipment S-nowhere does not exist',
    ],
  ])('refused: %s', async (name, take, message) => {
    const shipment = `S-${name.replaceAll(' ', '-')}`;
    const device = `d-${name.replaceAll(' ', '-')}`;
    await shipmentWith(database, shipment, [device]);
    await declareMilestone(database, shipment, 'departed', start + hour, 'Ann');
    await handOver(database, shipment, { to: 'carrier', at: start + hour }, 'Ann');
    const before = (await readLedger(database, shipment)).entries;
    await expect(take(shipment, device)).rejects.toThrow(message);
    expect((await readLedger(database, shipment)).entries).toEqual(before);
  });
});

test('a repeated action is recorded once, and a corrected one again', async () => {
  await shipmentWith(database, 'S-repeated', []);
  for (const at of [start, start, start + hour])
    await declareMilestone(database, 'S-repeated', 'departed', at, 'Ann');
  for (const to of ['carrier', 'carrier', 'hospital'])
    await handOver(database, 'S-repeated', { to, at: start + (to === 'carrier' ? 1 : 2) * hour }, 'Ann');
  const { entries } = await readLedger(database, 'S-repeated');
  expect(entries.map(({ fact }) => fact.kind)).toEqual([
    'shipment-created',
    'departed',
    'departed',
    'handed-over',
    'handed-over',
  ]);
  expect(journeyRecorded(entries).departedAt).toBe(start + hour);
  expect(custodyOf(entries)).toEqual({ holder: 'hospital', since: start + 2 * hour });
});

test('after a withdrawal the previous declaration is in force for every device', async () => {
  await shipmentWith(database, 'S-taken-back', ['taken-back']);
  const phasesOf = async () => {
    const { entries } = await readLedger(database, 'S-taken-back');
    expect((await readDeviceItem(database, 'taken-back')).assignment!.phases).toEqual(
      journeyRecorded(entries),
    );
    return journeyRecorded(entries);
  };
  for (const hours of [3, 4])
    await declareMilestone(database, 'S-taken-back', 'arrived', start + hours * hour, 'Ann');
  expect((await phasesOf()).arrivedAt).toBe(start + 4 * hour);
  await withdrawMilestone(database, 'S-taken-back', 'arrived', 'another truck', 'Ann');
  expect((await phasesOf()).arrivedAt).toBe(start + 3 * hour);
  await withdrawMilestone(database, 'S-taken-back', 'arrived', 'another truck', 'Ann');
  expect((await phasesOf()).arrivedAt).toBeNull();
  await declareMilestone(database, 'S-taken-back', 'arrived', start + 4 * hour, 'Ann');
  expect((await phasesOf()).arrivedAt).toBe(start + 4 * hour);
  const { entries } = await readLedger(database, 'S-taken-back');
  expect(entries.slice(-5).map(({ fact, why }) => [fact.kind, why])).toEqual([
    ['arrived', 'declared by a person'],
    ['arrived', 'declared by a person'],
    ['milestone-withdrawn', 'another truck'],
    ['milestone-withdrawn', 'another truck'],
    ['arrived', 'declared by a person'],
  ]);
});

test('a deleted summary is rebuilt from the ledger byte for byte', async () => {
  await shipmentWith(database, 'S-projected', ['projected']);
  await declareMilestone(database, 'S-projected', 'departed', start, 'Ann');
  const Key = { shipmentId: { S: 'S-projected' } };
  const read = async () =>
    (await database.client.send(new GetItemCommand({ TableName: database.tables.shipments, Key }))).Item;
  const before = await read();
  await database.client.send(new DeleteItemCommand({ TableName: database.tables.shipments, Key }));
  const rebuild = async () => {
    let after: string | null = null;
    do {
      const { rebuilt, last }: Awaited<ReturnType<typeof rebuildPage>> = await rebuildPage(database, after);
      const found = rebuilt.find(({ shipment }) => shipment === 'S-projected');
      if (found !== undefined) return found.was;
      after = last;
    } while (after !== null);
    return 'not found';
  };
  expect(await rebuild()).toBe('missing');
  expect(await read()).toEqual(before);
  expect(await rebuild()).toBe('same');
});
