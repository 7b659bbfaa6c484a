import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLogFile } from '../../src/logger-files/read-logger-file.ts';
import type { Reading } from '../../src/model/reading.ts';
import { alarmFigures } from '../../src/shipments/alarm-figures.ts';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import type { Message } from '../../src/notifications/compose.ts';
import { append } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { acknowledgeAlarm, createShipment, declareSensor } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { cellarLogger } from '../support/made-up-loggers.ts';
import { hasSharedData, sharedPath } from '../support/shared-data.ts';
import { minute, start } from '../support/series.ts';
import {
  assignment,
  createdShipment,
  notifying,
  evaluating,
  shipmentWith,
  warmProfile,
} from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

const builtIn = (id: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../../profiles/${id}.json`), 'utf8'));

/** Sends readings as they are taken, several per message. Returns the subjects of the notifications. */
async function live(
  shipment: string,
  profile: unknown,
  readings: readonly Reading[],
  atOnce = 1,
): Promise<readonly string[]> {
  const { profile: stored } = await putProfile(database, profile, 'test');
  const reference = { id: stored.id, version: stored.version };
  const device = `device-${shipment}`;
  await createShipment(database, shipment, { ...createdShipment, profile: reference }, 'test');
  const since = readings[0]!.at;
  await attachDevice(
    database,
    device,
    { shipment, profile: reference, since, intervalMs: stored.reportingIntervalMs, attachedAt: since },
    'test',
  );
  const { evaluate, inbox } = evaluating(database);
  for (let index = 0; index < readings.length; index += atOnce) {
    const batch = readings.slice(index, index + atOnce);
    await evaluate(await append(database, device, [batch]), {
      asOf: batch.at(-1)!.at,
      processedUpTo: -Infinity,
    });
  }
  return inbox.map(({ subject }) => subject);
}

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const openings = (subjects: readonly string[]) =>
  subjects.filter((subject) => !/no longer|withdrawn|heard|contact|clock/.test(subject));

describe('alarms are few and justified', () => {
  test(
    '1 000 readings that alternate between 7.9 and 8.1 °C raise at most one alarm',
    { timeout: 120_000 },
    async () => {
      const flapping = Array.from({ length: 1000 }, (_, index) =>
        celsius(index * 10, index % 2 === 0 ? 7.9 : 8.1),
      );
      for (const id of ['who-storage', 'controlled-cold'])
        expect(openings(await live(`S-flap-${id}`, builtIn(id), flapping)).length).toBeLessThanOrEqual(1);
      const instant = {
        ...warmProfile,
        id: 'instant',
        rules: [{ id: 'any', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }],
      };
      expect(openings(await live('S-flap-instant', instant, flapping, 20))).toEqual([
        'Too warm now: 8.1 °C, S-flap-instant vaccine',
      ]);
    },
  );

  test(
    'a box that oscillates around 2 °C for 16 h and then warms raises at most six alarms',
    { timeout: 60_000 },
    async () => {
      let seed = 7;
      const noise = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5;
      const readings = Array.from({ length: 180 }, (_, index) => {
        const minutes = index * 10;
        const warmth = minutes < 960 ? 0 : (minutes - 960) / 60;
        return celsius(
          minutes,
          Math.round((2 + Math.sin(index / 3.1) * 0.4 + noise() * 0.6 + warmth) * 10) / 10,
        );
      });
      const subjects = await live('S-oscillating', builtIn('controlled-cold'), readings);
      expect(openings(subjects).length).toBeGreaterThan(0);
      expect(openings(subjects).length).toBeLessThanOrEqual(6);
    },
  );

  test('a logger that is too warm for three days raises one alarm', { timeout: 60_000 }, async () => {
    const subjects = await live('S-cellar', builtIn('controlled-cold'), cellarLogger);
    expect(openings(subjects)).toEqual(['Too warm now: 12.7 °C, S-cellar vaccine']);
  });

  test.skipIf(!hasSharedData)('the real loggers raise one alarm per rule', { timeout: 60_000 }, async () => {
    const { readings } = readLogFile(readFileSync(sharedPath('loggers/qtag-run3.txt')), null, null);
    const subjects = await live('S-qtag', builtIn('controlled-cold'), readings);
    expect(openings(subjects)).toEqual(['Too warm now: 12.7 °C, S-qtag vaccine']);
  });

  test('the end of an alarm is notified once the values stay within limits, not while they alternate', async () => {
    const warm = { ...warmProfile, id: 'clears', rules: [{ ...warmProfile.rules[0]!, clearAfter: 'PT40M' }] };
    const values = [9, 9, 9, 5, 5, 9, 9, 9, 5, 5, 5, 5, 5, 5];
    const subjects = await live(
      'S-clears',
      warm,
      values.map((value, index) => celsius(index * 10, value)),
    );
    expect(subjects).toEqual([
      'Too warm now: 9 °C, S-clears vaccine',
      'RESOLVED: no longer too warm, S-clears vaccine',
    ]);
  });

  test('excursions that ended before they were known share one notification, one severity lower', async () => {
    await shipmentWith(database, 'S-past', ['past']);
    const { evaluate, inbox } = evaluating(database);
    const record = [9, 9, 9, 5, 5, 5, 5, 5, 5, 5, 5, 5, 9, 9, 9, 5].map((value, index) =>
      celsius(index * 10, value),
    );
    await evaluate(await append(database, 'past', [record]), {
      asOf: start + 150 * minute,
      processedUpTo: -Infinity,
    });
    expect(inbox.map(({ subject }) => subject)).toEqual(['Was too warm, 2 times: S-past']);
    expect(inbox[0]!.notification.together).toHaveLength(2);
    // They were two alarms, with more than an hour within limits in between.
    const { entries } = await readLedger(database, 'S-past');
    expect(alarmsRecorded(entries)).toHaveLength(2);
  });

  test('a higher severity is notified again, a lower one is not', async () => {
    await shipmentWith(database, 'S-louder', ['soft', 'loud']);
    const { evaluate, inbox } = evaluating(database);
    const deliver = async (device: string, asOf: number, values: readonly number[]): Promise<void> => {
      const readings = values.map((value, index) => celsius(index * 10, value));
      await evaluate(await append(database, device, [readings]), {
        asOf: start + asOf * minute,
        processedUpTo: -Infinity,
      });
    };
    await deliver('soft', 40, [9, 9, 9, 5, 5]);
    await deliver('loud', 40, [9, 9, 9, 9, 9]);
    expect(inbox.map(({ notification }) => notification.severity)).toEqual(['minor', 'major']);
  });
});

describe('an unacknowledged alarm', () => {
  const deadlines = { info: null, minor: null, major: 30 * minute, critical: 15 * minute };

  test('escalates to the next audience, and no further once acknowledged', async () => {
    await putProfile(database, warmProfile, 'test');
    await createShipment(
      database,
      'S-unanswered',
      { ...createdShipment, escalation: ['on-call', 'management'] },
      'test',
    );
    await attachDevice(database, 'unanswered', assignment('S-unanswered'), 'test');
    const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
    const warm = [0, 10, 20].map((minutes) => celsius(minutes, 9));
    await evaluate(await append(database, 'unanswered', [warm]), {
      asOf: start + 20 * minute,
      processedUpTo: -Infinity,
    });
    const escalateWithin = async (acknowledgeWithin: typeof deadlines) =>
      escalateAlarms(database, requestNotification, acknowledgeWithin, evaluateDetached, 'S-unanswered');
    await escalateWithin(deadlines);
    expect(inbox).toHaveLength(1);
    const immediately = { ...deadlines, major: 0 };
    await escalateWithin(immediately);
    await escalateWithin(immediately);
    await escalateWithin(immediately);
    expect(inbox.slice(1).map(({ audience, subject }) => [audience, subject])).toEqual([
      [['on-call'], 'Not acknowledged: too warm now, S-unanswered vaccine'],
      [['management'], 'Not acknowledged: too warm now, S-unanswered vaccine'],
    ]);
    await acknowledgeAlarm(database, 'S-unanswered', 'warm-20m', 'the driver closes the door', 'Ann');
    await acknowledgeAlarm(database, 'S-unanswered', 'warm-20m', 'again', 'Bob');
    const { entries } = await readLedger(database, 'S-unanswered');
    expect(entries.filter(({ fact }) => fact.kind === 'alarm-acknowledged')).toHaveLength(1);
    expect(alarmFigures(entries, 0)).toMatchObject([
      { rule: 'warm-20m', alarms: 1, standing: 1, endedSoon: 0, acknowledged: 1 },
    ]);
    await expect(acknowledgeAlarm(database, 'S-unanswered', 'cold', 'x', 'Ann')).rejects.toThrow(
      'no alarm of rule cold was ever raised',
    );
  });

  test('clears when its device is detached', async () => {
    await shipmentWith(database, 'S-taken', ['taken']);
    const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
    const warm = [0, 10, 20].map((minutes) => celsius(minutes, 9));
    await evaluate(await append(database, 'taken', [warm]), {
      asOf: start + 20 * minute,
      processedUpTo: -Infinity,
    });
    await detachDevice(database, 'taken', start + 25 * minute, 'test');
    await escalateAlarms(database, requestNotification, deadlines, evaluateDetached, 'S-taken');
    const { entries } = await readLedger(database, 'S-taken');
    expect(alarmsRecorded(entries).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
    expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened', 'alarm-cleared']);
  });
});

test('the first alarm of a vehicle is notified at once, the others of that minute together', async () => {
  await putProfile(database, warmProfile, 'test');
  const inbox: Message[] = [];
  const { requestNotification, tick } = notifying(database, async (message) => void inbox.push(message), {
    foldWithinMs: minute,
  });
  const { evaluate } = deviceEvaluator(database, requestNotification);
  const devices = ['van-1', 'van-2', 'van-3', 'van-4'];
  for (const device of devices) {
    await createShipment(database, `S-${device}`, { ...createdShipment, vehicle: 'CW 17' }, 'test');
    await attachDevice(database, device, assignment(`S-${device}`), 'test');
    const warm = [0, 10, 20].map((minutes) => celsius(minutes, 9));
    await evaluate(await append(database, device, [warm]), {
      asOf: start + 20 * minute,
      processedUpTo: -Infinity,
    });
  }
  expect(inbox.map(({ subject }) => subject)).toEqual(['Too warm now: 9 °C, S-van-1 vaccine']);
  await tick();
  await tick();
  expect(inbox.slice(1).map(({ subject }) => subject)).toEqual(['Too warm now: 3 shipments, vehicle CW 17']);
  expect(inbox[1]!.notification.together).toEqual(devices.slice(1).map((device) => `S-${device}/3`));
  expect(inbox[1]!.sms).toContain('S-van-2, S-van-3, S-van-4');
});

test('declaring a sensor broken clears its alarms and ends its evaluation', async () => {
  await shipmentWith(database, 'S-broken', ['broken']);
  const { evaluate, inbox } = evaluating(database);
  const deliver = async (...readings: Reading[]) =>
    evaluate(await append(database, 'broken', [readings]), {
      asOf: Math.max(...readings.map(({ at }) => at)),
      processedUpTo: -Infinity,
    });
  await deliver(celsius(0, 5), celsius(10, 30), celsius(20, 30), celsius(30, 30));
  await declareSensor(
    database,
    'S-broken',
    { device: 'broken', fate: 'broken', at: start + 35 * minute, reason: 'the probe hangs out of the box' },
    'Ann',
  );
  await deliver(celsius(40, 30));
  await deliver(celsius(50, 80));
  const { entries } = await readLedger(database, 'S-broken');
  expect(entries.slice(3).map(({ fact, why }) => [fact.kind, why])).toEqual([
    ['sensor-declared', 'the probe hangs out of the box'],
    ['excursion-closed', 'ended by declaration: the sensor no longer counts'],
    ['alarm-cleared', 'the rule is no longer evaluated'],
  ]);
  expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened', 'alarm-cleared']);
  // Its later readings are stored.
  const { recordOf } = (await readShipmentRecord(database, 'S-broken'))!;
  expect(recordOf(attachmentsRecorded(entries)[0]!).readings).toHaveLength(6);
});
