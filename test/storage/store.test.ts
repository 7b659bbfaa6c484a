import { QueryCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { alarmsRecorded } from '../../src/shipments/alarms.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { AlreadyAttached } from '../../src/storage/assign.ts';
import { type DeviceItem, writeUnitBytes } from '../../src/storage/device-item.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { packReadings, unpackReadings } from '../../src/storage/readings-codec.ts';
import { ProfileVersionTaken, putProfile } from '../../src/storage/store-profile.ts';
import { storeRefused } from '../../src/storage/store-refused.ts';
import { readRefused } from '../support/refused-messages.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { engines, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, shipmentWith, warmProfile } from '../support/shipment.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});
const asOf = (minutes: number) => ({ asOf: start + minutes * minute, processedUpTo: -Infinity });

describe('packing readings', () => {
  const reading: fc.Arbitrary<Reading> = fc.oneof(
    fc.record({
      channel: fc.constantFrom(
        'temperature' as const,
        'pressure' as const,
        'humidity' as const,
        'battery' as const,
      ),
      at: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }),
      value: fc.oneof(
        fc.integer({ min: -200, max: 2000 }).map((tenths) => tenths / 10),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      ),
    }),
    fc.record({
      channel: fc.constant('location' as const),
      at: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) }),
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
  );

  test('unpacked readings pack to the same bytes, in any order and with repeats', () => {
    fc.assert(
      fc.property(fc.array(reading, { minLength: 1, maxLength: 30 }), (readings) => {
        const packed = packReadings(readings);
        const unpacked = unpackReadings(packed);
        expect(packReadings([...unpacked, ...readings].toReversed())).toEqual(packed);
      }),
    );
  });

  test('a message of three channels takes about twenty bytes', () => {
    const at = Date.UTC(2026, 10, 21, 8);
    const packed = packReadings([
      { channel: 'temperature', at, value: 4.6 },
      { channel: 'pressure', at, value: 100.93 },
      { channel: 'location', at, latitude: 51.891907, longitude: -0.257267 },
    ]);
    expect(packed.length).toBe(19);
  });
});

describe.each(engines)('on %s', (engine) => {
  let database: Database;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    ({ database, stop } = await startDatabase(engine));
  });
  afterAll(() => stop());

  async function wholeRecord(deviceItem: DeviceItem): Promise<Reading[]> {
    return [
      ...(await readSegments(database, deviceItem.deviceId, deviceItem.assignment)),
      ...readingsOf(deviceItem),
    ].sort((a, b) => a.at - b.at);
  }

  describe('append', () => {
    test('a message that is delivered again is stored once', async () => {
      await append(database, 'again', [[celsius(0, 5)]]);
      const deviceItem = await append(database, 'again', [[celsius(0, 5)], [celsius(10, 5)]]);
      expect(deviceItem.messages.size).toBe(2);
      expect(await wholeRecord(deviceItem)).toEqual([celsius(0, 5), celsius(10, 5)]);
    });

    test('a large message goes into the journal, and its name into the device item', async () => {
      const many = Array.from({ length: 300 }, (_, index) => celsius(index * 10, 5 + (index % 10) / 10));
      const deviceItem = await append(database, 'large', [many]);
      expect([...deviceItem.messages.values()].map(({ length }) => length)).toEqual([0]);
      expect(await readSegments(database, 'large', null)).toEqual(many);
    });
  });

  describe('flush', () => {
    test('flushing keeps the device item within one write unit, and every reading in the journal once', async () => {
      await shipmentWith(database, 'S-seal', ['sealed']);
      const { evaluate } = evaluating(database);
      let seals = 0;
      for (let index = 0; index < 200; index++) {
        const deviceItem = await append(database, 'sealed', [[celsius(index * 10, 5)]]);
        expect(deviceItem.bytes).toBeLessThanOrEqual(writeUnitBytes);
        const evaluated = await evaluate(deviceItem, asOf(index * 10));
        seals += Number(evaluated.flushNumber > deviceItem.flushNumber);
      }
      expect(seals).toBeGreaterThan(1);
      const deviceItem = await readDeviceItem(database, 'sealed');
      expect(await wholeRecord(deviceItem)).toEqual(
        Array.from({ length: 200 }, (_, index) => celsius(index * 10, 5)),
      );
    });

    test('a redelivered message whose reading was flushed does not enter the journal again', async () => {
      await shipmentWith(database, 'S-redelivered', ['redelivered']);
      const { evaluate } = evaluating(database);
      for (let index = 0; index < 60; index++)
        await evaluate(await append(database, 'redelivered', [[celsius(index * 10, 5)]]), asOf(index * 10));
      for (let index = 0; index < 60; index++)
        await evaluate(await append(database, 'redelivered', [[celsius(index * 10, 5)]]), asOf(600));
      const deviceItem = await readDeviceItem(database, 'redelivered');
      const flushed = await readSegments(database, 'redelivered', deviceItem.assignment);
      expect(new Set(flushed.map(({ at }) => at)).size).toBe(flushed.length);
    });

    test.each([
      ['is attached to a shipment', 'unreadable-again', 'S-unreadable'],
      ['is not attached', 'unreadable-unattached', null],
    ])(
      'a redelivered unreadable value with a newer reading does not enter the journal again, where the device %s',
      async (_, device, shipment) => {
        if (shipment !== null) await shipmentWith(database, shipment, [device]);
        const { evaluate } = evaluating(database);
        const unreadable = (minutes: number): Reading => ({
          channel: 'temperature',
          at: celsius(minutes, 0).at,
          text: 'NC',
          offScale: null,
          bound: null,
        });
        for (let index = 0; index < 60; index++) {
          const reading = index < 10 ? celsius(index * 10, 5) : unreadable(index * 10);
          await evaluate(await append(database, device, [[reading]]), asOf(index * 10));
        }
        for (let index = 10; index < 60; index++)
          await evaluate(
            await append(database, device, [[unreadable(index * 10)], [celsius(600 + index, 5)]]),
            asOf(700),
          );
        const deviceItem = await readDeviceItem(database, device);
        const flushed = await readSegments(database, device, deviceItem.assignment);
        expect(flushed.length).toBeGreaterThan(60);
        expect(new Set(flushed.map(({ at }) => at)).size).toBe(flushed.length);
      },
    );
  });

  describe('late readings', () => {
    test('late readings open, move and undo excursions by the identity rules, and people are notified', async () => {
      await shipmentWith(database, 'S-late', ['late']);
      const { evaluate, subjects } = evaluating(database);
      const deliver = async (now: number, ...readings: Reading[]) => {
        await evaluate(await append(database, 'late', [readings]), asOf(now));
        return subjects();
      };
      const opened = 'excursion-opened warm-20m';
      const withdrawn = 'excursion-withdrawn warm-20m';
      expect(await deliver(30, celsius(0, 5), celsius(10, 9), celsius(30, 9))).toEqual([opened]);
      // An excursion whose beginning moves is the same one, and is not notified again.
      expect(await deliver(30, celsius(5, 9))).toEqual([opened]);
      expect(await deliver(30, celsius(20, 5))).toEqual([opened, withdrawn]);
      expect(await deliver(50, celsius(40, 9), celsius(50, 9))).toEqual([opened, withdrawn, opened]);
      // The end is notified once the rule has been met for an hour.
      expect(await deliver(110, celsius(60, 5), celsius(110, 5))).toHaveLength(3);
      expect((await deliver(120, celsius(120, 5))).slice(3)).toEqual(['alarm-cleared warm-20m']);
    });

    test('late readings undo an earlier excursion while a later one continues, before anything is flushed', async () => {
      await shipmentWith(database, 'S-earlier', ['earlier']);
      const { evaluate, subjects, inbox } = evaluating(database);
      const deliver = async (...readings: Reading[]) => {
        await evaluate(await append(database, 'earlier', [readings]), asOf(100));
        return subjects();
      };
      await deliver(celsius(0, 9), celsius(20, 5), celsius(50, 9), celsius(70, 9), celsius(80, 9));
      // The first excursion has ended, the second continues: one alarm, notified once, with its full severity.
      expect(inbox.map(({ subject }) => subject)).toEqual(['Too warm now: 9 °C, S-earlier vaccine']);
      // With the first excursion withdrawn, the alarm stays open for the second.
      expect((await deliver(celsius(10, 5))).slice(1)).toEqual([]);
      const { entries } = await readLedger(database, 'S-earlier');
      expect([...excursionsRecorded(entries).values()].map(({ state }) => state)).toEqual([
        'withdrawn',
        'open',
      ]);
    });

    test('late readings of the previous shipment are evaluated with that shipment', async () => {
      await shipmentWith(database, 'S-former', ['moved']);
      const { evaluate, inbox } = evaluating(database);
      await evaluate(await append(database, 'moved', [[celsius(0, 5), celsius(40, 5)]]), asOf(40));
      await detachDevice(database, 'moved', start + 60 * minute, 'test');
      await createShipment(database, 'S-next', createdShipment, 'test');
      await attachDevice(database, 'moved', assignment('S-next', start + 90 * minute), 'test');
      const deviceItem = await append(database, 'moved', [[celsius(10, 9), celsius(20, 9), celsius(100, 5)]]);
      await evaluate(deviceItem, asOf(100));
      // The excursion had ended before it was known: notified as such, one severity lower, and only once.
      expect(inbox.map(({ subject }) => subject)).toEqual(['Was too warm: 9 °C at worst, S-former vaccine']);
      const { entries } = await readLedger(database, 'S-former');
      expect(alarmsRecorded(entries).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
      expect((await readSegments(database, 'moved', assignment('S-former'))).map(({ at }) => at)).toContain(
        start + 10 * minute,
      );
    });
  });

  describe('a device that is not attached', () => {
    test('readings of a device that is not attached are stored, and evaluated once it is attached', async () => {
      await putProfile(database, warmProfile, 'test');
      const { evaluate, subjects } = evaluating(database);
      for (const minutes of [0, 10, 20, 30])
        await evaluate(await append(database, 'early', [[celsius(minutes, 9)]]), asOf(minutes));
      expect(subjects()).toEqual([]);
      await createShipment(database, 'S-early', createdShipment, 'test');
      await attachDevice(database, 'early', assignment('S-early'), 'test');
      await evaluate(await readDeviceItem(database, 'early'), asOf(40));
      expect(subjects()).toEqual(['excursion-opened warm-20m']);
    });

    test('a device cannot be attached to two shipments at once', async () => {
      await shipmentWith(database, 'S-one', ['busy']);
      await createShipment(database, 'S-two', createdShipment, 'test');
      await expect(attachDevice(database, 'busy', assignment('S-two'), 'test')).rejects.toThrow(
        AlreadyAttached,
      );
    });
  });

  describe('the ledger', () => {
    test('the ledger is a chain, even when two write at once', async () => {
      await createShipment(database, 'S-chain', createdShipment, 'test');
      await Promise.all(
        ['a', 'b', 'c', 'd'].map((device) =>
          record(database, 'S-chain', { by: device, now: () => start }, (entries) =>
            entries.some(({ by }) => by === device)
              ? []
              : [{ why: 'test', fact: { kind: 'contact-lost', device, position: null, at: start } }],
          ),
        ),
      );
      const { entries } = await readLedger(database, 'S-chain');
      expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
      entries.forEach(({ hash, ...unhashed }, index) => {
        expect(hash).toBe(sha256OfJson(unhashed));
        expect(unhashed.previous).toBe(entries[index - 1]?.hash ?? null);
      });
    });

    test('of two writers with equal entries in the same millisecond, only one has put the entry', async () => {
      await shipmentWith(database, 'S-equal', []);
      const fact = { kind: 'handed-over' as const, to: 'carrier', at: start };
      const write = async () =>
        (
          await record(database, 'S-equal', { by: 'coldwatch', now: () => start }, (entries) =>
            entries.some((entry) => entry.fact.kind === 'handed-over') ? [] : [{ why: 'equal', fact }],
          )
        ).put.length;
      const put = await Promise.all([write(), write(), write()]);
      expect(put.reduce((sum, count) => sum + count, 0)).toBe(1);
    });

    test('people are notified of a missed entry by whoever processes the ledger next', async () => {
      await shipmentWith(database, 'S-orphan', ['orphan']);
      const failing = evaluating(database);
      const deviceItem = await append(database, 'orphan', [[celsius(0, 9), celsius(10, 9), celsius(20, 9)]]);
      await record(database, 'S-orphan', { by: 'coldwatch', now: () => Date.now() - 60_000 }, (entries) =>
        entries.some(({ fact }) => fact.kind === 'contact-lost')
          ? []
          : [{ why: 'test', fact: { kind: 'contact-lost', device: 'orphan', position: null, at: start } }],
      );
      await failing.evaluate(deviceItem, asOf(20));
      expect(failing.subjects()).toContain('contact-lost');
      await failing.evaluate(await readDeviceItem(database, 'orphan'), asOf(20));
      expect(failing.subjects().filter((subject) => subject === 'contact-lost')).toHaveLength(1);
    });

    test('the ledger is summarised for the lists', async () => {
      const listed = [];
      for await (const summary of monitoredShipments(database, allMonitorParts)) listed.push(summary);
      expect(listed.find(({ shipment }) => shipment === 'S-chain')).toMatchObject({
        site: 'north',
        silentDevices: ['a', 'b', 'c', 'd'],
        sequence: 5,
      });
    });
  });

  describe('offline devices', () => {
    test('going offline is notified once, and so is coming back online', async () => {
      await shipmentWith(database, 'S-silent', ['silent']);
      const { evaluate, subjects } = evaluating(database);
      await evaluate(await append(database, 'silent', [[celsius(0, 5)]]), asOf(0));
      for (const minutes of [20, 31, 41]) {
        const deviceItem = await readDeviceItem(database, 'silent');
        await evaluate(deviceItem, { asOf: start + minutes * minute, processedUpTo: Infinity });
      }
      expect(subjects()).toEqual(['contact-lost']);
      await evaluate(await append(database, 'silent', [[celsius(10, 5)]]), asOf(45));
      expect(subjects()).toEqual(['contact-lost']);
      for (const minutes of [45, 46])
        await evaluate(await append(database, 'silent', [[celsius(minutes, 5)]]), asOf(minutes));
      expect(subjects()).toEqual(['contact-lost', 'contact-restored']);
    });

    test('a device is not offline while messages wait', async () => {
      await shipmentWith(database, 'S-waiting', ['waiting']);
      const { evaluate, subjects } = evaluating(database);
      await evaluate(await readDeviceItem(database, 'waiting'), asOf(600));
      expect(subjects()).toEqual([]);
    });
  });

  describe('profiles and refused messages', () => {
    test('a profile version never changes', async () => {
      await putProfile(database, warmProfile, 'test');
      await putProfile(database, warmProfile, 'another');
      await expect(putProfile(database, { ...warmProfile, name: 'Other' }, 'test')).rejects.toThrow(
        ProfileVersionTaken,
      );
    });

    test('a refused message is stored once with its reasons, and expires after thirty days', async () => {
      // An engine that expires items would delete those with past dates.
      const receivedAt = Math.floor(Date.now() / 1000) * 1000;
      const message = {
        deviceId: 'odd',
        topic: 'coldwatch/odd/telemetry',
        receivedAt,
        payload: Uint8Array.from([0xff]),
        refused: [{ line: 1, reason: 'the payload is not valid UTF-8' }],
      };
      await storeRefused(database, message);
      await storeRefused(database, message);
      expect(await readRefused(database, 'odd')).toEqual([message]);
      const { Items } = await database.client.send(
        new QueryCommand({
          TableName: database.tables.rejected,
          KeyConditionExpression: 'deviceId = :d',
          ExpressionAttributeValues: { ':d': { S: 'odd' } },
        }),
      );
      expect(Number(Items![0]!['expiresAt']!.N)).toBe(receivedAt / 1000 + 30 * 86_400);
    });
  });
});
