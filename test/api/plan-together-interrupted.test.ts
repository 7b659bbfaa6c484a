import { beforeEach, describe, expect, test } from 'vitest';
import { planningTogether } from '../../src/api/handlers/plan-shipments.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readShipments } from '../../src/storage/shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { Crash, dyingAt } from '../support/chaos.ts';
import { startDatabase } from '../support/database.ts';
import { warmProfile } from '../support/shipment.ts';

const numbers = ['X-1', 'X-2', 'X-3', 'X-4'];
const lena = { subject: '1', username: 'lena', roles: ['logistics' as const], sites: ['north'] };
const places = { goods: 'vaccine', origin: 'Cambridge', destination: 'Stansted', site: 'north' };
const shipments = numbers.map((shipment) => ({ shipment, ...places, profile: 'warm' }));
const key = '1:import-0001';

let database: Database;
let archived: Set<string>;
beforeEach(async () => {
  archived = new Set();
  const running = await startDatabase('model');
  database = {
    ...running.database,
    async archiveRecord(name) {
      archived.add(name);
      return true;
    },
  };
  await putProfile(running.database, warmProfile, 'Ann');
});

/** The same request each time, as the API hands it to the handler. */
const plan = (on: Database, content = 'abc') =>
  planningTogether(on).planShipments({
    person: lena,
    action: 'plan-shipment',
    path: {},
    query: undefined,
    body: { check: false, shipments },
    session: '',
    actor: () => ({ by: 'lena', request: { key, content } }),
  });
const ledgers = async () => Promise.all(numbers.map(async (shipment) => readLedger(database, shipment)));
const listed = async () => {
  const { shipments: own } = await readShipments(
    database,
    { site: null, status: 'planned' },
    { after: null, limit: 100 },
  );
  return own.map(({ shipment }) => shipment);
};

describe('a request that dies', () => {
  test('at any request to the tables leaves all ledgers or none, and its repetition completes them', async () => {
    let count = 0;
    let isComplete = false;
    let dead = 0;
    for (; !isComplete; count++) {
      const running = await startDatabase('model');
      database = { ...database, client: running.database.client };
      await putProfile(running.database, warmProfile, 'Ann');
      archived.clear();
      isComplete = await plan(dyingAt(database, count)).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(Crash);
          return false;
        },
      );
      const lengths = (await ledgers()).map(({ entries }) => entries.length);
      expect(new Set(lengths).size, `after ${count} requests`).toBe(1);
      if (!isComplete && lengths[0] === 1) dead++;
      const answer = await plan(database);
      expect(answer.planned).toEqual(numbers.map((shipment) => ({ shipment, sequence: 1 })));
      for (const { entries, archivedUpTo } of await ledgers())
        expect([entries.length, archivedUpTo], `after ${count} requests`).toEqual([1, 1]);
      expect(await listed(), `after ${count} requests`).toEqual(numbers);
      expect(archived.size).toBe(numbers.length);
    }
    // Some died between the transaction and the last summary.
    expect(dead).toBeGreaterThan(numbers.length);
    expect(count).toBeGreaterThan(2 * numbers.length);
  });

  test('and is repeated with another content under its key is refused', async () => {
    await plan(database);
    const other = plan(database, 'other content');
    await expect(other).rejects.toThrow('this idempotency key was used for another request');
  });
});
