import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evaluationContextsFrom } from '../../src/storage/evaluation-contexts.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { crashing } from '../support/chaos.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, shipmentWith } from '../support/shipment.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';
import { celsius, racesOn, record } from '../support/races.ts';

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  let database: Database;
  let races: ReturnType<typeof racesOn>;
  beforeAll(async () => {
    running = await startDatabase(engine);
    ({ database } = running);
    races = racesOn(database);
  });
  afterAll(() => running.stop());

  test('two concurrent flushes of a device item flush once', async () => {
    await shipmentWith(database, 'S-two-seals', ['two-seals']);
    const deviceItem = await append(database, 'two-seals', [[celsius(0, 5)], [celsius(10, 5)]]);
    const fold = (state: typeof deviceItem.state) => state;
    const [one, two] = await Promise.all([
      flushToJournal(database, deviceItem, fold),
      flushToJournal(database, deviceItem, fold),
    ]);
    expect([one.flushNumber, two.flushNumber]).toEqual([
      deviceItem.flushNumber + 1,
      deviceItem.flushNumber + 1,
    ]);
    expect(await readSegments(database, 'two-seals', deviceItem.assignment)).toEqual([
      celsius(0, 5),
      celsius(10, 5),
    ]);
    expect((await readDeviceItem(database, 'two-seals')).messages.size).toBe(0);
  });

  test('a message that arrives between two flushes stays in the device item', async () => {
    await shipmentWith(database, 'S-between', ['between']);
    const early = await append(database, 'between', [[celsius(0, 5)]]);
    const late = await append(database, 'between', [[celsius(10, 5)]]);
    const fold = (state: typeof early.state) => state;
    await flushToJournal(database, early, fold);
    const after = await flushToJournal(database, late, fold);
    expect(readingsOf(after)).toEqual([celsius(10, 5)]);
    expect(await readSegments(database, 'between', early.assignment)).toEqual([celsius(0, 5)]);
  });

  test.each([1, 2, 3, 4])('a flush that crashes at its request %d is completed by the next', async (at) => {
    const device = `half-sealed-${at}`;
    await shipmentWith(database, `S-half-${at}`, [device]);
    const sent = record(70);
    const evaluate = races.evaluatorOf(database);
    for (const reading of sent.slice(0, 40))
      await evaluate(await append(database, device, [[reading]]), {
        asOf: reading.at,
        processedUpTo: -Infinity,
      });
    const deviceItem = await readDeviceItem(database, device);
    let requests = 0;
    const unreliable = crashing(database, () => (++requests === at ? 0 : 1), 1);
    const context = await evaluationContextsFrom(database)(deviceItem.assignment!);
    await flushToJournal(
      unreliable,
      deviceItem,
      (state, readings) => evaluateIncrement(state, readings, context).state,
    ).catch(() => undefined);
    for (const reading of sent.slice(40))
      await evaluate(await append(database, device, [[reading]]), {
        asOf: reading.at,
        processedUpTo: -Infinity,
      });
    await races.expectNothingLost(device, `S-half-${at}`, sent, sent.at(-1)!.at);
  });

  test('a redelivered message whose reading is already flushed changes nothing', async () => {
    await shipmentWith(database, 'S-again', ['again']);
    const sent = record(150);
    const evaluate = races.evaluatorOf(database);
    const send = async (reading: Reading) =>
      evaluate(await append(database, 'again', [[reading]]), {
        asOf: sent.at(-1)!.at,
        processedUpTo: -Infinity,
      });
    for (const reading of sent) await send(reading);
    const before = (await readLedger(database, 'S-again')).entries;
    for (const reading of sent.slice(0, 60)) await send(reading);
    await races.expectNothingLost('again', 'S-again', sent, sent.at(-1)!.at);
    expect((await readLedger(database, 'S-again')).entries).toEqual(before);
  });

  test('two devices of one shipment that violate a rule together raise one alarm', async () => {
    await shipmentWith(database, 'S-together', ['left', 'right']);
    races.published.length = 0;
    const warm = [celsius(0, 9), celsius(10, 9), celsius(20, 9)];
    await Promise.all(
      ['left', 'right'].map(async (device) =>
        races.evaluatorOf(database)(await append(database, device, [warm]), {
          asOf: start + 20 * minute,
          processedUpTo: -Infinity,
        }),
      ),
    );
    const { entries } = await readLedger(database, 'S-together');
    expect(entries.filter(({ fact }) => fact.kind === 'excursion-opened')).toHaveLength(2);
    expect(new Set(races.published).size).toBe(1);
  });

  test('a detachment in the middle of a batch assigns each reading to the shipment of its time', async () => {
    await shipmentWith(database, 'S-before', ['passed-on']);
    await createShipment(database, 'S-after', createdShipment, 'test');
    const sent = record(60);
    const boundary = start + 305 * minute;
    const evaluate = races.evaluatorOf(database);
    const appending = (async () => {
      for (let index = 0; index < sent.length; index += 5)
        await evaluate(
          await append(
            database,
            'passed-on',
            sent.slice(index, index + 5).map((reading) => [reading]),
          ),
          { asOf: sent.at(-1)!.at, processedUpTo: -Infinity },
        );
    })();
    const passing = (async () => {
      await detachDevice(database, 'passed-on', boundary, 'test');
      await attachDevice(database, 'passed-on', assignment('S-after', boundary + 1), 'test');
    })();
    await Promise.all([appending, passing]);
    const deviceItem = await readDeviceItem(database, 'passed-on');
    const evaluated = await evaluate(deviceItem, { asOf: sent.at(-1)!.at, processedUpTo: -Infinity });
    const context = await evaluationContextsFrom(database)(evaluated.assignment!);
    if (evaluated.messages.size > 0)
      await flushToJournal(
        database,
        evaluated,
        (state, readings) => evaluateIncrement(state, readings, context).state,
      );
    const stored = async (of: ReturnType<typeof assignment> | null) =>
      [...new Set((await readSegments(database, 'passed-on', of)).map(({ at }) => at))].sort((a, b) => a - b);
    expect(await stored(assignment('S-before'))).toEqual(
      sent.filter(({ at }) => at <= boundary).map(({ at }) => at),
    );
    expect(await stored(assignment('S-after', boundary + 1))).toEqual(
      sent.filter(({ at }) => at > boundary).map(({ at }) => at),
    );
  });
});
