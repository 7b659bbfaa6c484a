import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/reading.ts';
import { append } from '../../src/storage/append.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from '../proof/chance.ts';
import { Crash, crashing } from '../support/chaos.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { shipmentWith } from '../support/shipment.ts';
import { racesOn, record } from '../support/races.ts';

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
  let races: ReturnType<typeof racesOn>;
  beforeAll(async () => {
    running = await startDatabase(engine);
    ({ database } = running);
    races = racesOn(database);
  });
  afterAll(() => running.stop());

  test.each([1, 4, 12])(
    'with %d instances, crashes and redeliveries every reading is stored once, and every transition is recorded once and notified',
    { timeout: 180_000 },
    async (instances) => {
      const random = chanceOf(instances * 7 + engine.length).number;
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
        await races.evaluatorOf(unreliable)(deviceItem, { asOf, processedUpTo: -Infinity });
      });
      expect(crashes).toBeGreaterThan(10);
      const { offline, entries } = await races.expectNothingLost(device, shipment, sent, asOf);
      expect(offline.length).toBeGreaterThan(10);
      if (instances === 1) {
        const opened = entries.filter(({ fact }) => fact.kind === 'excursion-opened');
        expect(opened.length).toBeGreaterThanOrEqual(offline.length);
      }
    },
  );
});
