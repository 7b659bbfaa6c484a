import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import {
  acknowledgeAlarm,
  createShipment,
  declareMilestone,
  declareSensor,
  handOver,
  withdrawMilestone,
} from '../../src/storage/shipment-actions.ts';
import { KeyReused, ActionRefused, StaleVersion, type Actor } from '../../src/storage/execute-action.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';

const taker = (key: string, basedOn?: number): Actor => ({
  by: 'Ann',
  request: { key, content: 'c' },
  ...(basedOn !== undefined && { basedOn }),
});
const excursion = {
  id: 'e',
  rule: 'warm-20m',
  severity: 'major',
  from: start,
  to: null,
  firedAt: start,
  observedMs: 1,
  peak: 9,
} as const;

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  await putProfile(database, warmProfile, 'test');
});
afterAll(() => running.stop());

const entriesOf = async (shipment: string) =>
  (await readLedger(database, shipment)).entries.map(({ by, why, fact, request }) => ({
    by,
    why,
    fact,
    ...(request !== undefined && { request }),
  }));
const planned = (shipment: string) => createShipment(database, shipment, createdShipment, 'Ann');
const lastOf = async (shipment: string) => (await entriesOf(shipment)).at(-1);
const lengthOf = async (shipment: string) => (await readLedger(database, shipment)).entries.length;

describe('each action becomes an entry that says who took it, why, what was done, and by which request', () => {
  test('a plan is recorded once', async () => {
    const entry = {
      by: 'Ann',
      why: 'the shipment was planned',
      fact: { kind: 'shipment-created', ...createdShipment },
      request: 'k1 c',
    };
    await createShipment(database, 'P-1', createdShipment, taker('k1'));
    await createShipment(database, 'P-1', createdShipment, taker('k1'));
    await createShipment(database, 'P-1', createdShipment, 'Bea');
    expect(await entriesOf('P-1')).toEqual([entry]);
    const other = createShipment(database, 'P-1', { ...createdShipment, goods: 'x' }, 'Ann');
    await expect(other).rejects.toThrow(ActionRefused);
    await expect(other).rejects.toThrow(
      'shipment P-1 already exists with another plan; give this one another id',
    );
    await createShipment(database, 'P-1', { ...createdShipment, goods: 'x' }, taker('k1'));
    expect(await entriesOf('P-1')).toEqual([entry]);
  });

  test('a departure and an arrival are recorded with the given reason', async () => {
    await planned('P-2');
    await declareMilestone(database, 'P-2', 'departed', start, taker('k1'));
    expect(await lastOf('P-2')).toEqual({
      by: 'Ann',
      why: 'declared by a person',
      fact: { kind: 'departed', at: start, detectedBy: null },
      request: 'k1 c',
    });
    await declareMilestone(database, 'P-2', 'departed', start, 'Bea', 'again');
    await declareMilestone(database, 'P-2', 'arrived', start + 1, 'Bea', ' ');
    expect(await lastOf('P-2')).toEqual({
      by: 'Bea',
      why: 'declared by a person',
      fact: { kind: 'arrived', at: start + 1, detectedBy: null },
    });
    await declareMilestone(database, 'P-2', 'arrived', start + 2, 'Bea', ' the door ');
    expect(await lastOf('P-2')).toMatchObject({ why: ' the door ' });
    expect(await lengthOf('P-2')).toBe(4);
    // The previous declaration is not a repeat of the one in force.
    await declareMilestone(database, 'P-2', 'arrived', start + 1, 'Bea');
    expect(await lengthOf('P-2')).toBe(5);
  });

  test('a withdrawal is recorded with the withdrawn time, as often as a declaration is in force', async () => {
    await planned('P-3');
    await declareMilestone(database, 'P-3', 'departed', start + 5, 'Ann');
    await withdrawMilestone(database, 'P-3', 'departed', 'another truck', taker('k1'));
    await withdrawMilestone(database, 'P-3', 'departed', 'another truck', taker('k1'));
    expect((await entriesOf('P-3')).slice(2)).toEqual([
      {
        by: 'Ann',
        why: 'another truck',
        fact: { kind: 'milestone-withdrawn', milestone: 'departed', at: start + 5, detectedBy: null },
        request: 'k1 c',
      },
    ]);
  });

  test('a declared sensor and a handover are recorded', async () => {
    await planned('P-4');
    await attachDevice(database, 'p-4', assignment('P-4'), 'Ann');
    const declared = { device: 'p-4', fate: 'lost', at: start, reason: 'fell out' } as const;
    for (const by of ['Ann', 'Bea']) await declareSensor(database, 'P-4', declared, by);
    expect(await lastOf('P-4')).toEqual({
      by: 'Ann',
      why: 'fell out',
      fact: { kind: 'sensor-declared', device: 'p-4', fate: 'lost', at: start },
    });
    expect((await readDeviceItem(database, 'p-4')).assignment!.declaredAt).toBe(start);
    await declareSensor(database, 'P-4', { ...declared, at: start + 1 }, 'Bea');
    expect(await lengthOf('P-4')).toBe(4);
    for (const by of ['Ann', 'Bea']) await handOver(database, 'P-4', { to: 'door', at: start }, by);
    expect((await entriesOf('P-4')).slice(4)).toEqual([
      { by: 'Ann', why: 'custody was handed over', fact: { kind: 'handed-over', to: 'door', at: start } },
    ]);
  });

  test('an acknowledgement is recorded while the alarm is open', async () => {
    await planned('P-5');
    const acknowledge = () => acknowledgeAlarm(database, 'P-5', 'warm-20m', 'driver called', 'Ann');
    await expect(acknowledge()).rejects.toThrow('no alarm of rule warm-20m was ever raised');
    const opened: LedgerEvent = { kind: 'excursion-opened', device: 'p-5', position: null, excursion };
    await record(database, 'P-5', { by: 'coldwatch', now: () => start }, () => [{ why: 'x', fact: opened }]);
    await acknowledge();
    await acknowledge();
    expect((await entriesOf('P-5')).slice(2)).toEqual([
      {
        by: 'Ann',
        why: 'driver called',
        fact: { kind: 'alarm-acknowledged', rule: 'warm-20m', comment: 'driver called' },
      },
    ]);
  });

  test.each<[string, (blank: string) => Promise<unknown>, string]>([
    [
      'a comment',
      (blank) => acknowledgeAlarm(database, 'P-1', 'warm-20m', blank, 'Ann'),
      'the comment is missing: say what is being done',
    ],
    [
      'the reason for declaring a sensor',
      (reason) => declareSensor(database, 'P-1', { device: 'x', fate: 'lost', at: 0, reason }, 'Ann'),
      'the reason is missing: say why the sensor no longer counts',
    ],
    [
      'the reason for declaring a milestone',
      (blank) => withdrawMilestone(database, 'P-1', 'departed', blank, 'Ann'),
      'the reason is missing: say why the declaration was wrong',
    ],
  ])('%s must not be blank', async (_, take, message) => {
    for (const blank of ['', ' \t']) {
      await expect(take(blank)).rejects.toThrow(ActionRefused);
      await expect(take(blank)).rejects.toThrow(message);
    }
  });

  test('a key belongs to one action, and an action on an outdated ledger is refused', async () => {
    await planned('P-6');
    await handOver(database, 'P-6', { to: 'driver', at: start }, taker('k1', 1));
    await handOver(database, 'P-6', { to: 'driver', at: start }, taker('k1', 1));
    const stale = handOver(database, 'P-6', { to: 'door', at: start }, taker('k2', 1));
    await expect(stale).rejects.toThrow(StaleVersion);
    const reused = { by: 'Ann', request: { key: 'k1', content: 'other' } };
    await expect(handOver(database, 'P-6', { to: 'door', at: start }, reused)).rejects.toThrow(KeyReused);
    expect(await lengthOf('P-6')).toBe(2);
  });
});
