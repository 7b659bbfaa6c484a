import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { AlreadyAttached, attach, detach } from '../../src/storage/assign.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { keepLastValues } from '../../src/storage/flush-to-journal.ts';
import { createShipment, declareMilestone, handOver } from '../../src/storage/shipment-actions.ts';
import { ActionRefused, StaleVersion } from '../../src/storage/execute-action.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, minute, start } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';

const attaching = (shipment: string, since = start) => ({
  shipment,
  profile: { id: 'warm', version: 1 },
  since,
  intervalMs: 10 * minute,
  attachedAt: since + 5,
});
const attached = (device: string, since = start) => ({
  why: 'the device was packed with the goods',
  fact: {
    kind: 'device-attached',
    device,
    since,
    intervalMs: 10 * minute,
    role: 'product',
    profile: { id: 'warm', version: 1 },
    calibratedUntil: null,
  },
});
const detached = (device: string, until: number, since = start) => ({
  why: 'the device was removed from the goods',
  fact: { kind: 'device-detached', device, since, until },
});

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'test');
});
afterAll(() => running.stop());

const planned = (shipment: string, more: object = {}) =>
  createShipment(database, shipment, { ...createdShipment, ...more }, 'Ann');
/** The entries after the first. */
const entriesOf = async (shipment: string) =>
  (await readLedger(database, shipment)).entries.slice(1).map(({ by, why, fact, request }) => ({
    by,
    why,
    fact,
    ...(request !== undefined && { request }),
  }));

describe('attaching a device', () => {
  test('an attachment is in the ledger, the device item and the journal', async () => {
    await planned('A-1');
    const own = { ...attaching('A-1'), role: 'spare' as const, calibratedUntil: 7 };
    await attachDevice(database, 'a-1', own, { by: 'Bea', request: { key: 'k', content: 'c' }, basedOn: 1 });
    const { why, fact } = attached('a-1');
    expect(await entriesOf('A-1')).toEqual([
      { by: 'Bea', why, fact: { ...fact, role: 'spare', calibratedUntil: 7 }, request: 'k c' },
    ]);
    const none = { departedAt: null, arrivedAt: null };
    const expected = {
      ...own,
      declaredAt: null,
      routeSequence: null,
      phases: { ...none, inferred: none, firstInferred: none },
    };
    expect((await readDeviceItem(database, 'a-1')).assignment).toEqual(expected);
    expect(await readAssignments(database, 'a-1')).toEqual([{ assignment: expected, until: null }]);
  });

  test("an attachment has the shipment's journey, and knows whether there is a route", async () => {
    const route = { origin: null, destination: null, waypoints: [], plan: { departureAt: 1, arrivalAt: 2 } };
    await planned('A-2', { route });
    await declareMilestone(database, 'A-2', 'departed', start + 1, 'Ann');
    await attachDevice(database, 'a-2', attaching('A-2'), 'Ann');
    expect((await readDeviceItem(database, 'a-2')).assignment).toMatchObject({
      routeSequence: 1,
      phases: { departedAt: start + 1, arrivedAt: null },
    });
    await attachDevice(database, 'a-2b', attaching('A-2'), 'Ann');
    expect((await entriesOf('A-2')).map(({ fact }) => fact.kind)).toEqual([
      'departed',
      'device-attached',
      'device-attached',
    ]);
  });

  test('a repeated attachment adds no entry; one from another time on, or to another shipment, is refused', async () => {
    await planned('A-3');
    await planned('A-4');
    for (const by of ['Ann', 'Bea']) await attachDevice(database, 'a-3', attaching('A-3'), by);
    expect(await entriesOf('A-3')).toEqual([{ by: 'Ann', ...attached('a-3') }]);
    await expect(attachDevice(database, 'a-3', attaching('A-3', start + hour), 'Ann')).rejects.toThrow(
      'a-3 has been attached to this shipment since 2026-01-01 00:00 UTC; detach it first',
    );
    await expect(attachDevice(database, 'a-3', attaching('A-4'), 'Ann')).rejects.toThrow(AlreadyAttached);
    expect(await entriesOf('A-4')).toEqual([]);
    await expect(attachDevice(database, 'a-3', attaching('A-0'), 'Ann')).rejects.toThrow(
      'shipment A-0 does not exist',
    );
  });

  test('an attachment that crashed before the ledger is recorded as in the device item', async () => {
    await planned('A-5');
    await attach(database, 'a-5', assignment('A-5', start + 1), keepLastValues);
    await attachDevice(database, 'a-5', attaching('A-5', start + 2), 'Bea');
    expect(await entriesOf('A-5')).toEqual([{ by: 'Bea', ...attached('a-5', start + 1) }]);
    expect((await readDeviceItem(database, 'a-5')).assignment!.since).toBe(start + 1);
  });

  test('attaching a device elsewhere first records its last detachment, where that crashed', async () => {
    await planned('A-6');
    await planned('A-7');
    await attachDevice(database, 'a-6', attaching('A-6'), 'Ann');
    await detach(database, 'a-6', start + hour, keepLastValues, 'A-6');
    await attachDevice(database, 'a-6', attaching('A-7', start + 2 * hour), 'Bea');
    expect((await entriesOf('A-6')).slice(1)).toEqual([
      { by: 'coldwatch', ...detached('a-6', start + hour) },
    ]);
    expect(await entriesOf('A-7')).toEqual([{ by: 'Bea', ...attached('a-6', start + 2 * hour) }]);
  });

  test('an attachment is refused where the ledger has new entries', async () => {
    await planned('A-8');
    await handOver(database, 'A-8', { to: 'door', at: start }, 'Ann');
    const stale = attachDevice(database, 'a-8', attaching('A-8'), { by: 'Ann', basedOn: 1 });
    await expect(stale).rejects.toThrow(StaleVersion);
    expect((await readDeviceItem(database, 'a-8')).assignment).toBeNull();
  });
});

describe('detaching a device', () => {
  test('a detachment ends the attachment, and returns its shipment', async () => {
    await planned('D-1');
    await attachDevice(database, 'd-1', attaching('D-1'), 'Ann');
    const at = start + hour;
    await append(database, 'd-1', [[{ channel: 'temperature', at, value: 5 }]]);
    const taker = { by: 'Bea', request: { key: 'k', content: 'c' }, basedOn: 2 };
    expect(await detachDevice(database, 'd-1', at, taker)).toBe('D-1');
    expect((await entriesOf('D-1')).slice(1)).toEqual([
      { by: 'Bea', ...detached('d-1', at), request: 'k c' },
    ]);
    expect((await readDeviceItem(database, 'd-1')).assignment).toBeNull();
    expect(await detachDevice(database, 'd-1', at, 'Bea')).toBeNull();
    expect(await detachDevice(database, 'd-1', at, taker, 'D-1')).toBe('D-1');
    expect(await detachDevice(database, 'nobody', at, 'Bea')).toBeNull();
    expect(await entriesOf('D-1')).toHaveLength(2);
  });

  test("a detachment from another shipment than the device's is refused, and ends nothing", async () => {
    await planned('D-2');
    await planned('D-3');
    await attachDevice(database, 'd-2', attaching('D-2'), 'Ann');
    const refused = detachDevice(database, 'd-2', start + hour, 'Ann', 'D-3');
    await expect(refused).rejects.toThrow(ActionRefused);
    await expect(refused).rejects.toThrow('d-2 is not attached to D-3');
    expect(await detachDevice(database, 'd-2', start + hour, 'Ann', 'D-2')).toBe('D-2');
  });

  test('a detachment that crashed before the ledger is recorded with the end that it has', async () => {
    await planned('D-4');
    await attachDevice(database, 'd-4', attaching('D-4'), 'Ann');
    await detach(database, 'd-4', start + hour, keepLastValues, 'D-4');
    expect(await detachDevice(database, 'd-4', start + 2 * hour, 'Bea', 'D-4')).toBe('D-4');
    expect((await entriesOf('D-4')).slice(1)).toEqual([{ by: 'Bea', ...detached('d-4', start + hour) }]);
    expect(await detachDevice(database, 'd-4', start + 2 * hour, 'Bea', 'D-4')).toBeNull();
  });

  test('a detachment after a crashed attachment records both', async () => {
    await planned('D-5');
    await attach(database, 'd-5', assignment('D-5'), keepLastValues);
    const taker = { by: 'Bea', basedOn: 1 };
    expect(await detachDevice(database, 'd-5', start + hour, taker)).toBe('D-5');
    expect(await entriesOf('D-5')).toEqual([
      { by: 'coldwatch', ...attached('d-5') },
      { by: 'Bea', ...detached('d-5', start + hour) },
    ]);
  });

  test('a detachment before the attachment, or based on an outdated ledger, is refused', async () => {
    await planned('D-6');
    await attachDevice(database, 'd-6', attaching('D-6'), 'Ann');
    await expect(detachDevice(database, 'd-6', start - 1, 'Ann')).rejects.toThrow(
      'd-6 was attached 2026-01-01 00:00 UTC; it cannot be detached earlier',
    );
    await expect(detachDevice(database, 'd-6', start, { by: 'Ann', basedOn: 1 })).rejects.toThrow(
      StaleVersion,
    );
    expect(await entriesOf('D-6')).toHaveLength(1);
  });
});
