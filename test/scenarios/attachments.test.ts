import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { AlreadyAttached } from '../../src/storage/assign.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { ActionRefused } from '../../src/storage/execute-action.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from '../proof/chance.ts';
import { Crash, crashing } from '../support/chaos.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, evaluating, shipmentWith } from '../support/shipment.ts';

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());

const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

/**
 * Three people attach and detach one device concurrently while it keeps reading; each crashes now and then, and repeats
 * the request.
 */
test.each(seeds)(
  'device item, journal and ledger agree on the assignments despite crashes: seed %i',
  async (seed) => {
    const random = chanceOf(seed).number;
    const shipments = [`CHAOS-${seed}-1`, `CHAOS-${seed}-2`];
    for (const shipment of shipments) await shipmentWith(database, shipment, []);
    const device = `chaos-${seed}`;
    const unreliable = crashing(database, random, 0.03);
    let clock = start;
    const act = async (person: number, turn: number): Promise<void> => {
      const shipment = shipments[Math.floor(random() * 2)]!;
      const now = (clock += 10 * minute);
      const taker = { by: `person-${person}`, request: { key: `k-${seed}-${person}-${turn}`, content: 'x' } };
      const dice = random();
      const once = async (): Promise<void> => {
        if (dice < 0.35) await attachDevice(unreliable, device, assignment(shipment, now), taker);
        else if (dice < 0.6) await detachDevice(unreliable, device, now, taker, shipment);
        else {
          const deviceItem = await append(unreliable, device, [
            [{ channel: 'temperature', at: now, value: 5 + random() }],
          ]);
          await evaluating(unreliable, database).evaluate(deviceItem, {
            asOf: now,
            processedUpTo: -Infinity,
          });
        }
      };
      // A person who gives up half way leaves the three records different, so nobody gives up.
      for (;;)
        try {
          await once();
          return;
        } catch (error) {
          if (error instanceof ActionRefused || error instanceof AlreadyAttached) return;
          if (!(error instanceof Crash)) throw error;
        }
    };
    await Promise.all(
      [1, 2, 3].map(async (person) => {
        for (let turn = 0; turn < 10; turn++) await act(person, turn);
      }),
    );
    const ofLedgers: { shipment: string; since: number; until: number | null }[] = [];
    for (const shipment of shipments)
      for (const { since, detachedAt } of attachmentsRecorded((await readLedger(database, shipment)).entries))
        ofLedgers.push({ shipment, since, until: detachedAt });
    const ofJournal = (await readAssignments(database, device)).map(
      ({ assignment: { shipment, since }, until }) => ({
        shipment,
        since,
        until,
      }),
    );
    const inOrder = (all: typeof ofLedgers) => all.toSorted((a, b) => a.since - b.since);
    expect(inOrder(ofJournal)).toEqual(inOrder(ofLedgers));
    const { assignment: current } = await readDeviceItem(database, device);
    expect(ofLedgers.filter(({ until }) => until === null)).toEqual(
      current === null ? [] : [{ shipment: current.shipment, since: current.since, until: null }],
    );
    for (const [index, { since }] of inOrder(ofLedgers).entries())
      if (index > 0) expect(inOrder(ofLedgers)[index - 1]!.until).toBeLessThanOrEqual(since);
  },
  30_000,
);
