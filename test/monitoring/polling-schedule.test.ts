import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShipmentSummary } from '../../src/shipments/summary.ts';
import { pollingSchedule, monitoredFrom } from '../../src/monitoring/polling-schedule.ts';
import { saveSummary } from '../../src/storage/shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { watched } from '../support/chaos.ts';
import { startDatabase } from '../support/database.ts';
import { watchedSummary } from '../support/watched-summary.ts';

const shipment = (sequence: number): ShipmentSummary =>
  ({ shipment: 'S-1', sequence, devices: ['a', 'b'] }) as unknown as ShipmentSummary;

/** A run in which every evaluation succeeds, and no device is due before `until`. */
function runOnce(schedule: ReturnType<typeof pollingSchedule>, sequence: number, now: number, until: number) {
  const { due, fresh } = schedule.due([shipment(sequence)], now);
  for (const device of due) schedule.notDueUntil(device, until);
  return { due: [...due], fresh: [...fresh] };
}

describe('the polling schedule', () => {
  test('has all devices due at first, read fresh three times, and then not before their time', () => {
    const schedule = pollingSchedule();
    for (let minute = 0; minute < 3; minute++)
      expect(runOnce(schedule, 1, minute, 30)).toEqual({ due: ['a', 'b'], fresh: ['a', 'b'] });
    expect(runOnce(schedule, 1, 3, 30)).toEqual({ due: [], fresh: [] });
    expect(runOnce(schedule, 1, 30, 60)).toEqual({ due: ['a', 'b'], fresh: [] });
  });

  test('starts over when the shipment changes', () => {
    const schedule = pollingSchedule();
    for (let minute = 0; minute < 4; minute++) runOnce(schedule, 1, minute, 30);
    expect(runOnce(schedule, 2, 5, 35)).toEqual({ due: ['a', 'b'], fresh: ['a', 'b'] });
  });

  test('has a device due each minute while its evaluation fails', () => {
    const schedule = pollingSchedule();
    for (let minute = 0; minute < 4; minute++) runOnce(schedule, 1, minute, 30);
    // The shipment changes, and no read succeeds for an hour.
    for (let minute = 4; minute < 64; minute++)
      expect(schedule.due([shipment(2)], minute).due).toEqual(['a', 'b']);
  });

  test('leaves a shipment out once nothing is left to do for it, until it changes', () => {
    const schedule = pollingSchedule();
    expect(schedule.isUnfinished(shipment(1))).toBe(true);
    schedule.reviewed(shipment(1), false, 0);
    expect([schedule.isUnfinished(shipment(1)), schedule.isPending(shipment(1))]).toEqual([true, true]);
    schedule.reviewed(shipment(1), true, 1);
    expect([schedule.isUnfinished(shipment(1)), schedule.isPending(shipment(1))]).toEqual([false, false]);
    expect(schedule.isUnfinished(shipment(2))).toBe(true);
  });
});

describe('if the time may not suffice', () => {
  test('the devices that have been due the longest come first', () => {
    const schedule = pollingSchedule();
    const of = { ...shipment(1), devices: ['a', 'b', 'c'] } as ShipmentSummary;
    for (let minute = 0; minute < 3; minute++) schedule.due([of], minute);
    for (const [device, until] of [
      ['a', 7],
      ['b', 5],
      ['c', 6],
    ] as const)
      schedule.notDueUntil(device, until);
    expect(schedule.due([of], 10).due).toEqual(['b', 'c', 'a']);
  });

  test('new shipments come first, then those processed longest ago', () => {
    const schedule = pollingSchedule();
    const [one, other, late] = ['one', 'other', 'late'].map((name) => ({
      ...shipment(1),
      shipment: name,
    })) as [ShipmentSummary, ShipmentSummary, ShipmentSummary];
    schedule.reviewed(one, true, 2);
    schedule.reviewed(other, true, 1);
    expect(schedule.inTurn([one, other, late])).toEqual([late, other, one]);
  });
});

describe('the monitored shipments that an instance knows', () => {
  const minutes = (count: number): number => count * 60_000;
  const [one, other] = Array.from({ length: 100 }, (_, index) => `L-${index}`).filter(
    (name) => monitorPartOf(name) === 3,
  ) as [string, string];
  let database: Database;
  let fails = false;
  beforeEach(async () => {
    const { database: tables } = await startDatabase('model');
    database = watched(tables, (command) => {
      if (fails && command instanceof QueryCommand) throw new Error('cannot be listed');
    });
    await saveSummary(database, watchedSummary(one, 0));
  });

  test('are read in full again in the run after a failed one', async () => {
    const monitoredAt = monitoredFrom(database, 3);
    const namesAt = async (now: number) => (await monitoredAt(now)).map(({ shipment: name }) => name);
    for (const now of [minutes(600), minutes(640)]) {
      fails = true;
      await expect(namesAt(now)).rejects.toThrow('cannot be listed');
      fails = false;
      expect(await namesAt(now + minutes(1))).toEqual([one]);
    }
  });

  test('include one that appears in the index some minutes late', async () => {
    const monitoredAt = monitoredFrom(database, 3);
    await monitoredAt(0);
    await monitoredAt(minutes(20));
    await saveSummary(database, watchedSummary(other, minutes(11)));
    expect((await monitoredAt(minutes(21))).map(({ shipment: name }) => name)).toEqual([one, other]);
  });
});
