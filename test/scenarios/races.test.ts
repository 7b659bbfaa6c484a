import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluateIncrement } from '../../src/evaluation/evaluate-increment.ts';
import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import { excursionsRecorded } from '../../src/shipments/ledger.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import type { Reading } from '../../src/model/reading.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { type DeviceEvaluator, deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { evaluationContextsFrom } from '../../src/storage/evaluation-contexts.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { readSegments } from '../../src/storage/journal.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { flushToJournal } from '../../src/storage/flush-to-journal.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { Crash, crashing, randomOf } from '../support/chaos.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, notifying, shipmentWith, warmProfile } from '../support/shipment.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import { readingsOf } from '../../src/storage/decode-device-item.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;

const celsius = (minutes: number, value: number): Reading => ({
  channel: 'temperature',
  at: start + minutes * minute,
  value,
});

/** Readings every ten minutes, with twelve warm periods of half an hour to two hours. */
function record(count: number): Reading[] {
  return Array.from({ length: count }, (_, index) =>
    celsius(index * 10, index % 125 < 3 + (index % 7) ? 9 + (index % 3) / 10 : 5),
  );
}

/** Delivers batches through several concurrent instances, as a queue would: at least once, not quite in order. */
async function deliver(
  batches: Reading[][],
  instances: number,
  random: () => number,
  ingest: (batch: Reading[]) => Promise<void>,
): Promise<{ crashes: number }> {
  const queue = [...batches];
  let crashes = 0;
  const work = async (): Promise<void> => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift())
      try {
        await ingest(batch);
        if (random() < 0.02) queue.push(batch);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
        crashes++;
        queue.splice(Math.floor(random() * Math.min(8, queue.length + 1)), 0, batch);
      }
  };
  await Promise.all(Array.from({ length: instances }, work));
  return { crashes };
}

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    running = await startDatabase(engine);
    ({ database } = running);
  });
  afterAll(() => running.stop());

  const published: string[] = [];
  const evaluatorOf = (on: Database): DeviceEvaluator['evaluate'] =>
    deviceEvaluator(
      on,
      // The notifier is a separate process: a crash here does not affect it.
      notifying(database, async ({ notification: { id, together = [id] } }) => {
        published.push(...together);
      }).requestNotification,
    ).evaluate;

  /** Checks what must be true of a device whatever happened in between. */
  async function expectNothingLost(device: string, shipment: string, sent: readonly Reading[], asOf: number) {
    const evaluate = evaluatorOf(database);
    for (let round = 0; round < 3; round++)
      await evaluate(await readDeviceItem(database, device), { asOf, processedUpTo: -Infinity });
    let deviceItem = await readDeviceItem(database, device);
    const { assignment: current } = deviceItem;
    const context = await evaluationContextsFrom(database)(current!);
    if (deviceItem.messages.size > 0)
      deviceItem = await flushToJournal(
        database,
        deviceItem,
        (state, readings) => evaluateIncrement(state, readings, context).state,
      );
    const flushed = (await readSegments(database, device, current)).sort((a, b) => a.at - b.at);
    expect(flushed).toEqual(sent);

    const offline = excursionsOf(recordOf(sent), profile, {
      from: start,
      to: asOf,
      open: true,
      phases: null,
    });
    const { entries, notified } = await readLedger(database, shipment);
    const standing = [...excursionsRecorded(entries).values()].filter(
      (recorded) => recorded.device === device && ['open', 'closed'].includes(recorded.state),
    );
    // A start is recorded as first known; a late reading may move it.
    expect(standing).toHaveLength(offline.length);
    for (const { from, to } of offline)
      expect(
        standing.filter(
          ({ excursion }) => excursion.from <= (to ?? Infinity) && from <= (excursion.to ?? Infinity),
        ),
      ).toHaveLength(1);
    expect(standing.filter(({ state }) => state === 'open')).toHaveLength(
      offline.filter(({ to }) => to === null).length,
    );
    const sequences = notifiableAmong(entries);
    for (const entry of entries)
      if (sequences.has(entry.sequence)) {
        expect(notified.has(entry.sequence)).toBe(true);
        expect(published).toContain(`${shipment}/${entry.sequence}`);
      }
    return { offline, entries };
  }

  test.each([1, 4, 12])(
    'with %d instances, crashes and redeliveries every reading is stored once, and every transition is recorded once and notified',
    { timeout: 180_000 },
    async (instances) => {
      const random = randomOf(instances * 7 + engine.length);
      const device = `raced-${instances}`;
      const shipment = `S-raced-${instances}`;
      await shipmentWith(database, shipment, [device]);
      const sent = record(1500);
      const asOf = sent.at(-1)!.at;
      const batches: Reading[][] = [];
      for (let index = 0; index < sent.length;) {
        const size = 1 + Math.floor(random() * 6);
        batches.push(sent.slice(index, index + size));
        index += size;
      }
      const { crashes } = await deliver(batches, instances, random, async (batch) => {
        const unreliable = crashing(database, random, 0.03);
        const deviceItem = await append(
          unreliable,
          device,
          batch.map((reading) => [reading]),
        );
        await evaluatorOf(unreliable)(deviceItem, { asOf, processedUpTo: -Infinity });
      });
      expect(crashes).toBeGreaterThan(10);
      const { offline, entries } = await expectNothingLost(device, shipment, sent, asOf);
      expect(offline.length).toBeGreaterThan(10);
      if (instances === 1) {
        const opened = entries.filter(({ fact }) => fact.kind === 'excursion-opened');
        expect(opened.length).toBeGreaterThanOrEqual(offline.length);
      }
    },
  );

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
    const evaluate = evaluatorOf(database);
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
    await expectNothingLost(device, `S-half-${at}`, sent, sent.at(-1)!.at);
  });

  test('a redelivered message whose reading is already flushed changes nothing', async () => {
    await shipmentWith(database, 'S-again', ['again']);
    const sent = record(150);
    const evaluate = evaluatorOf(database);
    const send = async (reading: Reading) =>
      evaluate(await append(database, 'again', [[reading]]), {
        asOf: sent.at(-1)!.at,
        processedUpTo: -Infinity,
      });
    for (const reading of sent) await send(reading);
    const before = (await readLedger(database, 'S-again')).entries;
    for (const reading of sent.slice(0, 60)) await send(reading);
    await expectNothingLost('again', 'S-again', sent, sent.at(-1)!.at);
    expect((await readLedger(database, 'S-again')).entries).toEqual(before);
  });

  test('two devices of one shipment that violate a rule together raise one alarm', async () => {
    await shipmentWith(database, 'S-together', ['left', 'right']);
    published.length = 0;
    const warm = [celsius(0, 9), celsius(10, 9), celsius(20, 9)];
    await Promise.all(
      ['left', 'right'].map(async (device) =>
        evaluatorOf(database)(await append(database, device, [warm]), {
          asOf: start + 20 * minute,
          processedUpTo: -Infinity,
        }),
      ),
    );
    const { entries } = await readLedger(database, 'S-together');
    expect(entries.filter(({ fact }) => fact.kind === 'excursion-opened')).toHaveLength(2);
    expect(new Set(published).size).toBe(1);
  });

  test('a detachment in the middle of a batch assigns each reading to the shipment of its time', async () => {
    await shipmentWith(database, 'S-before', ['passed-on']);
    await createShipment(database, 'S-after', createdShipment, 'test');
    const sent = record(60);
    const boundary = start + 305 * minute;
    const evaluate = evaluatorOf(database);
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
    const kept = async (of: ReturnType<typeof assignment> | null) =>
      [...new Set((await readSegments(database, 'passed-on', of)).map(({ at }) => at))].sort((a, b) => a - b);
    expect(await kept(assignment('S-before'))).toEqual(
      sent.filter(({ at }) => at <= boundary).map(({ at }) => at),
    );
    expect(await kept(assignment('S-after', boundary + 1))).toEqual(
      sent.filter(({ at }) => at > boundary).map(({ at }) => at),
    );
  });
});
