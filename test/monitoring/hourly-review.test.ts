import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hourlyReview } from '../../src/monitoring/hourly-review.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { partMonitor } from '../../src/monitoring/monitor-part.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { saveSummary } from '../../src/storage/shipments.ts';
import { type ShipmentSummary, summarise } from '../../src/shipments/summary.ts';
import type { Database } from '../../src/storage/tables.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { watched } from '../support/chaos.ts';
import { startDatabase } from '../support/database.ts';
import { shipmentWith } from '../support/shipment.ts';

const minute = 60_000;
const part = 5;
const deadlines = { info: null, minor: null, major: null, critical: null };
const requestNotification = async (): Promise<boolean> => true;
const halfPastTen = Date.UTC(2027, 0, 1, 10, 30);

let database: Database;
let ledgersRead: string[];
beforeEach(async () => {
  ({ database } = await startDatabase('model'));
  ledgersRead = [];
});
afterEach(() => {
  vi.useRealTimers();
});

/** Shipments of the part that were released long ago, and whose sensors still send. */
async function release(count: number): Promise<string[]> {
  const released = Array.from({ length: 1000 }, (_, index) => `R-${index}`)
    .filter((shipment) => monitorPartOf(shipment) === part)
    .slice(0, count);
  for (const shipment of released) {
    await shipmentWith(database, shipment, []);
    const summary = summarise((await readLedger(database, shipment)).entries);
    const decision = { decision: 'released', lots: [], name: 'Petra', signedAt: 0, sequence: 9 } as const;
    await saveSummary(database, {
      ...summary,
      status: 'released',
      decision,
      sequence: 9,
      changedAt: halfPastTen - 48 * 60 * minute,
    });
  }
  vi.useFakeTimers({ toFake: ['Date'], now: halfPastTen });
  return released;
}

/** An instance that records whose ledgers it reads; `fails` says whose it cannot read. */
function instance(fails: (shipment: string) => boolean = () => false) {
  const own = watched(database, ({ input }) => {
    const values = input['ExpressionAttributeValues'] as Record<string, { S?: string }> | undefined;
    const shipment = values?.[':s']?.S;
    if (input['TableName'] !== database.tables.ledger || shipment === undefined) return;
    if (!ledgersRead.includes(shipment)) ledgersRead.push(shipment);
    if (fails(shipment)) throw new Error('cannot be read');
  });
  const runPart = partMonitor(
    {
      database: own,
      requestNotification,
      deadlines,
      deviceEvaluator: deviceEvaluator(own, requestNotification),
    },
    part,
  );
  return (endsAt = Infinity) =>
    runPart({ endsAt, sendMarker: async () => undefined, queueProgress: async () => -Infinity });
}

/** Runs the instance at a time of that day, and returns the shipments that it reviews. */
async function at(time: string, run: () => Promise<unknown>): Promise<string[]> {
  vi.setSystemTime(Date.parse(`2027-01-01T${time}Z`));
  ledgersRead = [];
  await run();
  return ledgersRead.toSorted();
}

test('a minute missed at the full hour only delays the hourly review to the next minute', async () => {
  const released = await release(3);
  const run = instance();
  expect(await at('10:30:00', run)).toEqual(released.toSorted());
  for (const time of ['10:31:00', '10:45:00', '10:59:00']) expect(await at(time, run)).toEqual([]);
  // Nothing runs at 11:00.
  expect(await at('11:01:00', run)).toEqual(released.toSorted());
  expect(await at('11:02:00', run)).toEqual([]);
});

test('another instance repeats no review that the table records as done, and does one that is not', async () => {
  const released = await release(3);
  expect(await at('10:30:00', instance())).toEqual(released.toSorted());
  expect(await at('10:31:00', instance())).toEqual([]);
  expect(await at('12:17:00', instance())).toEqual(released.toSorted());
  expect(await at('12:18:00', instance())).toEqual([]);
});

test('a review that does not fit in one minute continues in the next, each shipment once', async () => {
  const released = await release(20);
  let reads = 0;
  const now = Date.now;
  const run = instance(() => {
    if (++reads === 12) Date.now = () => Infinity;
    return false;
  });
  const seen: string[] = [];
  for (let halfMinute = 0; halfMinute < 30; halfMinute++) {
    Date.now = now;
    reads = 0;
    seen.push(
      ...(await at(`10:${30 + Math.floor(halfMinute / 2)}:${halfMinute % 2 === 0 ? '00' : '30'}`, () =>
        run(Number.MAX_VALUE),
      )),
    );
  }
  Date.now = now;
  expect(seen.toSorted()).toEqual(released.toSorted());
});

test('a shipment that cannot be read is retried each minute, and delays no other', async () => {
  const released = await release(3);
  let fails = true;
  const run = instance((shipment) => fails && shipment === released[0]);
  await expect(at('11:00:00', run)).rejects.toThrow('1 devices or shipments');
  await expect(at('11:01:00', run)).rejects.toThrow('1 devices or shipments');
  expect(ledgersRead).toEqual([released[0]]);
  fails = false;
  expect(await at('11:02:00', run)).toEqual([released[0]]);
  expect(await at('11:03:00', run)).toEqual([]);
});

test('a review that ended with its instance is completed by the next instance', async () => {
  const released = await release(20);
  const now = Date.now;
  let reads = 0;
  const ending = instance(() => {
    if (++reads === 12) Date.now = () => Infinity;
    return false;
  });
  expect((await at('10:30:00', () => ending(Number.MAX_VALUE))).length).toBeLessThan(20);
  Date.now = now;
  expect(await at('10:31:00', instance())).toEqual(released.toSorted());
});

describe('a new instance, although the hourly review is done,', () => {
  /** A shipment that changed the given number of hours ago, and the shipments that a new instance reviews. */
  async function changed(hoursAgo: number, changes: Partial<ShipmentSummary>, isDone = true) {
    const [shipment] = (await release(1)) as [string];
    await at('10:30:00', instance());
    const summary = summarise((await readLedger(database, shipment)).entries);
    const changedAt = halfPastTen - hoursAgo * 60 * minute;
    await saveSummary(database, { ...summary, sequence: 10, changedAt, ...changes }, { isDone });
    return { shipment, reviewed: await at('10:31:00', instance()) };
  }

  test.each([
    [23, true],
    [25, false],
  ])('reviews a shipment that changed %i hours ago: %s', async (hoursAgo, isInspected) => {
    const { shipment, reviewed } = await changed(hoursAgo, {});
    expect(reviewed).toEqual(isInspected ? [shipment] : []);
  });

  test('reviews an ended shipment whose ledger is not fully archived', async () => {
    const { shipment, reviewed } = await changed(48, { isWatched: false }, false);
    expect(reviewed).toEqual([shipment]);
  });
});

test('the review of one part does not affect another', async () => {
  const decided = { shipment: 'any', decision: {} } as ShipmentSummary;
  const one = hourlyReview(database, 1);
  expect(await one.due([decided], halfPastTen)).toEqual([decided]);
  one.reviewed(decided);
  await one.finish();
  expect(await hourlyReview(database, 1).due([decided], halfPastTen)).toEqual([]);
  expect(await hourlyReview(database, 2).due([decided], halfPastTen)).toEqual([decided]);
});
