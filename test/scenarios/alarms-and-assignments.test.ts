import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Route } from '../../src/evaluation/route.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import { type DeviceEvaluator, deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import type { Message } from '../../src/notifications/compose.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readLedger, record as recordEntries } from '../../src/storage/ledger.ts';
import { setLedgerSyncMark } from '../../src/storage/ledger-sync-mark.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import {
  acknowledgeAlarm,
  createShipment,
  declareMilestone,
  declareSensor,
} from '../../src/storage/shipment-actions.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import type { Item } from '../../src/storage/device-item.ts';
import type { Database } from '../../src/storage/tables.ts';
import { watched } from '../support/chaos.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { hour, limitAhead, minute, start } from '../support/series.ts';
import {
  assignment,
  createdShipment,
  notifying,
  evaluating,
  shipmentWith,
  warmProfile,
} from '../support/shipment.ts';

// Cases in which alarms, attachments and crashes interact.

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const everyTen = (from: number, values: readonly number[]): Reading[] =>
  values.map((value, index) => celsius(from + index * 10, value));
const depot = { latitude: 52.2, longitude: 0.1 };
const at = (minutes: number, latitude: number, longitude = 0.1): Reading => ({
  channel: 'location',
  at: start + minutes * minute,
  latitude,
  longitude,
});
const route: Route = {
  origin: { name: 'depot', area: { kind: 'circle', ...depot, radiusMeters: 300 } },
  destination: null,
  waypoints: [],
  plan: { departureAt: null, arrivalAt: null },
};
const deadlines = { info: null, minor: null, major: 30 * minute, critical: 15 * minute };

async function deliver(
  evaluate: DeviceEvaluator['evaluate'],
  device: string,
  readings: readonly Reading[],
  asOf = Math.max(...readings.map((reading) => reading.at)),
): Promise<void> {
  await evaluate(await append(database, device, [readings]), { asOf, processedUpTo: -Infinity });
}

const kindsOf = async (shipment: string): Promise<string[]> =>
  (await readLedger(database, shipment)).entries.map(({ fact }) => fact.kind);

/** Creates a shipment with a variant of the warm profile. */
async function shipmentBy(
  shipment: string,
  devices: readonly string[],
  variant: Partial<Record<keyof typeof warmProfile | 'startDelay' | 'forecast', unknown>>,
  created: Partial<typeof createdShipment> = {},
): Promise<void> {
  const reference = { id: shipment, version: 1 };
  await putProfile(database, { ...warmProfile, ...variant, id: shipment }, 'test');
  await createShipment(database, shipment, { ...createdShipment, profile: reference, ...created }, 'test');
  for (const device of devices)
    await attachDevice(database, device, { ...assignment(shipment), profile: reference }, 'test');
}
const [warmRule] = warmProfile.rules;

describe('an alarm clears', () => {
  test('even if a late reading has moved the end of its excursion', async () => {
    await shipmentWith(database, 'C-moved', ['moved-end']);
    const { evaluate } = evaluating(database);
    for (const reading of [celsius(0, 9), celsius(10, 9), celsius(20, 9), celsius(40, 5)])
      await deliver(evaluate, 'moved-end', [reading]);
    await deliver(evaluate, 'moved-end', [celsius(30, 5)], start + 41 * minute);
    for (const reading of everyTen(50, [5, 5, 5, 5, 5, 5, 5]))
      await deliver(evaluate, 'moved-end', [reading]);
    const { entries } = await readLedger(database, 'C-moved');
    expect(alarmsRecorded(entries).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
  });

  test('only by readings of its own channel', async () => {
    await shipmentWith(database, 'C-channel', ['other-channel']);
    const { evaluate } = evaluating(database);
    await deliver(evaluate, 'other-channel', everyTen(0, [9, 9, 9, 5]));
    for (let minutes = 40; minutes <= 200; minutes += 10)
      await deliver(evaluate, 'other-channel', [
        { channel: 'battery', at: start + minutes * minute, value: 90 },
      ]);
    expect(await kindsOf('C-channel')).not.toContain('alarm-cleared');
  });

  test('but not by a gap', async () => {
    await shipmentWith(database, 'C-gap', ['gap']);
    const { evaluate } = evaluating(database);
    for (const reading of everyTen(0, [9, 9, 9])) await deliver(evaluate, 'gap', [reading]);
    await deliver(evaluate, 'gap', [celsius(310, 5)]);
    expect(await kindsOf('C-gap')).not.toContain('alarm-cleared');
    for (const reading of everyTen(320, [5, 5, 5, 5, 5, 5])) await deliver(evaluate, 'gap', [reading]);
    expect(await kindsOf('C-gap')).toContain('alarm-cleared');
  });

  test('after the last excursion of a cumulative rule, not the first', async () => {
    await shipmentBy('C-sum', ['sum'], { rules: [{ ...warmRule, mode: 'cumulative' }] });
    const { evaluate, inbox } = evaluating(database);
    for (const reading of everyTen(0, [9, 9, 9, 5, 9, 9, 9, 9, 9, 9, 9, 9, 5]))
      await deliver(evaluate, 'sum', [reading]);
    expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened']);
  });

  test('and escalates again if it continues after it was acknowledged as past', async () => {
    await shipmentBy('C-again', ['again'], {}, { escalation: ['on-call'] });
    const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
    await deliver(evaluate, 'again', everyTen(0, [9, 9, 9, 5]));
    await acknowledgeAlarm(database, 'C-again', 'warm-20m', 'already ended', 'Ann');
    for (const reading of everyTen(40, [9, 9, 9, 9, 9])) await deliver(evaluate, 'again', [reading]);
    await escalateAlarms(
      database,
      requestNotification,
      { ...deadlines, major: 0 },
      evaluateDetached,
      'C-again',
    );
    expect(inbox.map(({ notification }) => notification.kind)).toContain('alarm-escalated');
  });
});

describe('a device that was detached', () => {
  test('and attached again is reported offline again', async () => {
    await shipmentWith(database, 'C-silent', ['silent-twice']);
    const { evaluate, inbox } = evaluating(database);
    const evaluateAt = async (minutes: number): Promise<void> => {
      const deviceItem = await readDeviceItem(database, 'silent-twice');
      await evaluate(deviceItem, { asOf: start + minutes * minute, processedUpTo: Infinity });
    };
    await deliver(evaluate, 'silent-twice', [celsius(0, 5)]);
    await evaluateAt(60);
    await detachDevice(database, 'silent-twice', start + 60 * minute, 'test');
    await attachDevice(database, 'silent-twice', assignment('C-silent', start + 70 * minute), 'test');
    await deliver(evaluate, 'silent-twice', everyTen(70, [5, 5, 5]));
    await evaluateAt(300);
    expect(inbox.filter(({ notification }) => notification.kind === 'contact-lost')).toHaveLength(2);
  });

  test('and attached again at the same time keeps its alarm', async () => {
    await shipmentBy('C-instant', ['instant'], {
      rules: [{ id: 'any', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }],
    });
    const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
    await deliver(evaluate, 'instant', [celsius(0, 5)]);
    await detachDevice(database, 'instant', start + 10 * minute, 'test');
    const reference = { id: 'C-instant', version: 1 };
    await attachDevice(
      database,
      'instant',
      { ...assignment('C-instant', start + 10 * minute), profile: reference },
      'test',
    );
    await deliver(evaluate, 'instant', [celsius(10, 9)]);
    for (let minutes = 11; minutes < 14; minutes++) {
      await escalateAlarms(database, requestNotification, deadlines, evaluateDetached, 'C-instant');
      await deliver(evaluate, 'instant', [celsius(minutes, 9)]);
    }
    expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened']);
  });

  test('is evaluated again when the departure is declared later', async () => {
    await shipmentBy('C-left', ['left', 'stays'], { rules: [{ ...warmRule, phases: ['in-transit'] }] });
    const { evaluate, evaluateDetached, requestNotification } = evaluating(database);
    await deliver(evaluate, 'left', everyTen(0, [9, 9, 9, 9, 9, 5]));
    await detachDevice(database, 'left', start + 60 * minute, 'test');
    await declareMilestone(database, 'C-left', 'departed', start, 'Ann');
    await escalateAlarms(database, requestNotification, deadlines, evaluateDetached, 'C-left');
    expect(excursionsRecorded((await readLedger(database, 'C-left')).entries).size).toBe(1);
  });

  test('is evaluated by a complete log that is uploaded afterwards', async () => {
    await shipmentWith(database, 'C-uploaded', ['uploaded']);
    const { evaluate, inbox } = evaluating(database);
    await deliver(evaluate, 'uploaded', [celsius(0, 5)]);
    await detachDevice(database, 'uploaded', start + 5000 * minute, 'test');
    const log = Array.from({ length: 300 }, (_, index) => celsius(10 + index * 10, 9 + (index % 7) / 10));
    await deliver(evaluate, 'uploaded', log, start + 5001 * minute);
    expect(inbox.length).toBeGreaterThan(0);
  });

  test.each([null, 'CW 17'])('is notified eventually, vehicle %s', async (vehicle) => {
    const name = `C-news-${vehicle === null ? 'alone' : 'vehicle'}`;
    await shipmentBy(name, [`of-${name}`], {}, { vehicle });
    const inbox: Message[] = [];
    let fails = true;
    const { requestNotification } = notifying(database, async (message) => {
      if (fails) throw new Error('SNS is down');
      inbox.push(message);
    });
    const ingest = deviceEvaluator(database, requestNotification);
    const watch = deviceEvaluator(database, requestNotification);
    await deliver(ingest.evaluate, `of-${name}`, [celsius(0, 5)]);
    await detachDevice(database, `of-${name}`, start + 200 * minute, 'test');
    await deliver(ingest.evaluate, `of-${name}`, everyTen(10, [9, 9, 9, 9, 5]), start + 210 * minute);
    fails = false;
    for (let round = 0; round < 2; round++)
      await escalateAlarms(database, requestNotification, deadlines, watch.evaluateDetached, name);
    expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened']);
  });
});

test('two sensors out of limits at the arrival leave no open alarm', async () => {
  await shipmentWith(database, 'C-both', ['both-1', 'both-2']);
  const { evaluate } = evaluating(database);
  for (const device of ['both-1', 'both-2']) await deliver(evaluate, device, everyTen(0, [9, 9, 9, 9]));
  await declareMilestone(database, 'C-both', 'arrived', start + 35 * minute, 'Ann');
  for (const device of ['both-1', 'both-2'])
    await evaluate(await readDeviceItem(database, device), {
      asOf: start + 40 * minute,
      processedUpTo: Infinity,
    });
  const { entries } = await readLedger(database, 'C-both');
  expect(alarmsRecorded(entries).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
});

test('a device that is attached again in another role blocks no other device', async () => {
  const air = { ...warmProfile, id: 'C-air-2', rules: [{ ...warmRule, id: 'air', judges: false }] };
  const ambient = { id: 'C-air-2', version: 1 };
  await putProfile(database, air, 'test');
  await shipmentBy('C-roles', ['role-1', 'role-2'], {}, { ambientProfile: ambient });
  const { evaluate, evaluateDetached, requestNotification, inbox } = evaluating(database);
  await deliver(evaluate, 'role-1', everyTen(0, [9, 9, 9]));
  await detachDevice(database, 'role-1', start + 25 * minute, 'test');
  const again = { ...assignment('C-roles', start + 30 * minute), profile: ambient, role: 'ambient' as const };
  await attachDevice(database, 'role-1', again, 'test');
  await escalateAlarms(database, requestNotification, deadlines, evaluateDetached, 'C-roles');
  await deliver(evaluate, 'role-2', everyTen(0, [5, 5, 5, 9, 9, 9]));
  await deliver(evaluate, 'role-1', everyTen(30, [9, 9, 9]));
  expect(new Set(inbox.map(({ notification }) => notification.rule))).toEqual(new Set(['warm-20m', 'air']));
});

test('a journey that is uploaded after the detachment is recognised', async () => {
  await shipmentBy('C-journey', ['journey'], { rules: [{ ...warmRule, phases: ['in-transit'] }] }, { route });
  const { evaluate } = evaluating(database);
  const record = Array.from({ length: 24 }, (_, index) => [
    celsius(index * 10, index >= 8 && index < 17 ? 12 : 5),
    at(index * 10, depot.latitude - Math.max(0, index - 5) * 0.005),
  ]);
  await deliver(evaluate, 'journey', [celsius(0, 5)]);
  await detachDevice(database, 'journey', start + 240 * minute, 'test');
  for (const readings of record) await deliver(evaluate, 'journey', readings, start + 250 * minute);
  const { entries, recordOf } = (await readShipmentRecord(database, 'C-journey'))!;
  expect(journeyRecorded(entries).inferred.departedAt).toBe(start + 60 * minute);
  expect(evaluateShipment(entries, recordOf, start + 300 * minute).recommendation).toBe('quarantine');
  expect([...excursionsRecorded(entries).values()].map(({ state }) => state)).toEqual(['closed']);
});

test('undoing a wrong attachment at its own time leaves the right one intact', async () => {
  await shipmentWith(database, 'C-wrong', ['swapped']);
  await createShipment(database, 'C-right', createdShipment, 'test');
  await detachDevice(database, 'swapped', start, 'test');
  await expect(attachDevice(database, 'swapped', assignment('C-right'), 'test')).rejects.toThrow(
    'attach it from then on',
  );
  await attachDevice(database, 'swapped', assignment('C-right', start + 1), 'test');
  const { evaluate } = evaluating(database);
  await deliver(evaluate, 'swapped', everyTen(1, [9, 9, 9]));
  await declareMilestone(database, 'C-wrong', 'arrived', start + 10 * minute, 'Ann');
  await deliver(evaluate, 'swapped', [celsius(31, 9)]);
  expect(await kindsOf('C-right')).toEqual(['shipment-created', 'device-attached', 'excursion-opened']);
});

test('a forecast that an earlier release left open is closed at the next evaluation', async () => {
  await shipmentBy('C-ahead', ['ahead'], { forecast: 'minor' });
  await recordEntries(database, 'C-ahead', { by: 'coldwatch', now: () => start }, () => [
    {
      why: 'evaluated',
      fact: { kind: 'finding-opened', device: 'ahead', finding: limitAhead, position: null },
    },
  ]);
  const { evaluate } = evaluating(database);
  const { syncMark } = await readDeviceItem(database, 'ahead');
  // The fingerprint of the alarms included the forecast.
  await setLedgerSyncMark(database, 'ahead', { ...syncMark, alarms: 'with the forecast' });
  await deliver(evaluate, 'ahead', [celsius(10, 7.5)]);
  const { entries } = await readLedger(database, 'C-ahead');
  expect(entries.flatMap(({ fact }) => ('finding' in fact ? [[fact.kind, fact.finding.kind]] : []))).toEqual([
    ['finding-opened', 'limit-ahead'],
    ['finding-closed', 'limit-ahead'],
  ]);
});

describe('a function that crashes during', () => {
  test.each(['ledger', 'shipments'] as const)(
    'an attachment, while writing to the %s, can repeat it',
    async (table) => {
      const shipment = `C-attach-${table}`;
      await shipmentWith(database, shipment, []);
      const unreliable = watched(database, ({ constructor: { name }, input }) => {
        if (name === 'PutItemCommand' && input['TableName'] === database.tables[table])
          throw new Error('killed');
      });
      const device = `half-${table}`;
      await expect(attachDevice(unreliable, device, assignment(shipment), 'test')).rejects.toThrow('killed');
      // A minute later, as for a request without a time.
      await attachDevice(database, device, assignment(shipment, start + minute), 'test').catch(
        () => undefined,
      );
      await attachDevice(database, device, assignment(shipment), 'test');
      expect((await kindsOf(shipment)).filter((kind) => kind === 'device-attached')).toHaveLength(1);
      const devices: string[] = [];
      for await (const summary of monitoredShipments(database, allMonitorParts))
        if (summary.shipment === shipment) devices.push(...summary.devices);
      expect(devices).toEqual([device]);
    },
  );

  test('the synchronisation of device items with the ledger leaves the last one marked as pending', async () => {
    await shipmentBy(
      'C-adopting',
      ['first', 'second'],
      { rules: [{ ...warmRule, phases: ['in-transit'] }] },
      { route },
    );
    let isArmed = true;
    const unreliable = watched(database, ({ constructor: { name }, input }) => {
      if (isArmed && name === 'GetItemCommand' && (input['Key'] as Item)['deviceId']?.S === 'second')
        throw new Error('killed');
    });
    const path = [0, 10, 20, 30].map((minutes) => at(minutes, depot.latitude - minutes * 0.001));
    const message = [celsius(0, 5), ...path];
    const deviceItem = await append(database, 'first', [message]);
    await expect(
      deviceEvaluator(unreliable, async () => true).evaluate(deviceItem, {
        asOf: start + 30 * minute,
        processedUpTo: -Infinity,
      }),
    ).rejects.toThrow('killed');
    isArmed = false;
    const { evaluate, inbox } = evaluating(database);
    await deliver(evaluate, 'first', message);
    for (const reading of everyTen(40, [9, 9, 9])) await deliver(evaluate, 'second', [reading]);
    expect(inbox.map(({ notification }) => notification.kind)).toEqual(['excursion-opened']);
  });

  test('a detachment can repeat it', async () => {
    await shipmentWith(database, 'C-half', ['half-detached']);
    const unreliable = watched(database, ({ constructor: { name }, input }) => {
      if (name === 'PutItemCommand' && input['TableName'] === database.tables.ledger)
        throw new Error('killed');
    });
    const until = start + 100 * minute;
    await expect(detachDevice(unreliable, 'half-detached', until, 'test')).rejects.toThrow('killed');
    expect(await detachDevice(database, 'half-detached', until + minute, 'test')).toBe('C-half');
    expect(await detachDevice(database, 'half-detached', until + minute, 'test')).toBeNull();
    expect(await kindsOf('C-half')).toContain('device-detached');
  });
});

test('departing during the start delay ends the delay', async () => {
  const hot = { id: 'hot', channel: 'temperature', above: 12, mode: 'instant', severity: 'critical' };
  await shipmentBy('C-delayed', ['delayed'], { startDelay: 'PT2H', rules: [hot] }, { route });
  const { evaluate, inbox } = evaluating(database);
  for (let minutes = 0; minutes <= 100; minutes += 10) {
    const latitude = minutes < 30 ? depot.latitude + minutes / 1e6 : depot.latitude - (minutes - 20) * 0.001;
    await deliver(evaluate, 'delayed', [
      celsius(minutes, minutes >= 60 && minutes < 100 ? 20 : 5),
      at(minutes, latitude),
    ]);
  }
  expect(journeyRecorded((await readLedger(database, 'C-delayed')).entries).inferred.departedAt).toBe(
    start + 30 * minute,
  );
  expect(inbox.map(({ notification }) => notification.rule)).toEqual(['hot']);
});

test('a first position that is wrong does not move the departure', async () => {
  await shipmentBy('C-zero', ['zero'], {}, { route });
  const { evaluate } = evaluating(database);
  await deliver(evaluate, 'zero', [at(0, 10, 10)]);
  for (let minutes = 10; minutes <= 360; minutes += 10) {
    const latitude =
      minutes < 120 ? depot.latitude + minutes / 1e6 : depot.latitude - (minutes - 110) * 0.0005;
    await deliver(evaluate, 'zero', [at(minutes, latitude)]);
  }
  expect(journeyRecorded((await readLedger(database, 'C-zero')).entries).inferred.departedAt).toBe(
    start + 120 * minute,
  );
});

test('two late deliveries far apart do not count as a wrong clock', async () => {
  await shipmentWith(database, 'C-clock', ['late-twice']);
  const { evaluate, inbox } = evaluating(database);
  for (const minutes of [0, 10, 100, 110, 1000, 1010, 2900, 2910]) {
    const isLate = minutes === 100 || minutes === 2900;
    const late: Reading = { channel: 'clock', at: start + minutes * minute, value: 600 };
    await deliver(evaluate, 'late-twice', [celsius(minutes, 5), ...(isLate ? [late] : [])]);
  }
  expect(inbox).toEqual([]);
});

test('declaring a sensor broken as of before its alarm clears the alarm by declaration', async () => {
  await shipmentWith(database, 'C-declared', ['declared']);
  const { evaluate, inbox } = evaluating(database);
  await deliver(evaluate, 'declared', everyTen(0, [9, 9, 9]));
  const declared = { device: 'declared', fate: 'broken' as const, at: start + 5 * minute, reason: 'bent' };
  await declareSensor(database, 'C-declared', declared, 'Ann');
  await evaluate(await readDeviceItem(database, 'declared'), {
    asOf: start + 30 * minute,
    processedUpTo: Infinity,
  });
  expect((await readLedger(database, 'C-declared')).entries.at(-1)!.why).toContain('ended by declaration');
  expect(inbox.at(-1)!.email).toContain('ended by declaration');
});

test('time without a sensor is evaluated by the profile of the goods, not of the air', async () => {
  const air = {
    ...warmProfile,
    id: 'C-air',
    rules: [],
    completeness: { minimumCoverage: 0, longestGap: 'P3D' },
  };
  const reference = { id: 'C-air', version: 1 };
  await putProfile(database, air, 'test');
  await shipmentBy('C-unwatched', ['goods-1'], {}, { ambientProfile: reference });
  const goods = { id: 'C-unwatched', version: 1 };
  const { evaluate } = evaluating(database);
  await attachDevice(
    database,
    'air-1',
    { ...assignment('C-unwatched'), profile: reference, role: 'ambient' },
    'test',
  );
  await deliver(evaluate, 'goods-1', everyTen(0, [5, 5, 5, 5, 5, 5, 5]));
  await detachDevice(database, 'goods-1', start + 60 * minute, 'test');
  await attachDevice(
    database,
    'goods-2',
    { ...assignment('C-unwatched', start + 24 * hour), profile: goods },
    'test',
  );
  await deliver(evaluate, 'goods-2', everyTen(24 * 60, [5, 5, 5, 5, 5, 5, 5]));
  const { entries, recordOf } = (await readShipmentRecord(database, 'C-unwatched'))!;
  const verdict = evaluateShipment(entries, recordOf, start + 25 * hour);
  expect(
    verdict.sensors.filter(({ decides }) => decides).map(({ judgement }) => judgement.recommendation),
  ).toEqual(['release', 'release']);
  expect(verdict.recommendation).toBe('quarantine');
});

test('after the arrival evaluating a device does not read its record', async () => {
  await shipmentWith(database, 'C-over', ['over']);
  let queries = 0;
  const counting = watched(database, ({ constructor: { name } }) => {
    if (name === 'QueryCommand') queries++;
  });
  const { evaluate } = deviceEvaluator(counting, async () => true);
  for (let minutes = 0; minutes <= 500; minutes += 10) await deliver(evaluate, 'over', [celsius(minutes, 5)]);
  await declareMilestone(database, 'C-over', 'arrived', start + 505 * minute, 'Ann');
  queries = 0;
  for (let minutes = 510; minutes <= 900; minutes += 10)
    await deliver(evaluate, 'over', [celsius(minutes, 5)]);
  expect(queries).toBeLessThan(8);
});
