import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Figures } from '../../src/insights/figures.ts';
import { noFigures } from '../../src/insights/figures.ts';
import { totalOf } from '../../src/insights/insight-rows.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { append } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readInsights } from '../../src/storage/read-insights.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { recordOutcome } from '../../src/storage/record-outcome.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { arrived, at, contradicted, departed, detached, planChanged, signed } from '../support/facts.ts';
import { everyTenMinutes, times } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';
import { answeredBy, listened } from '../support/table-items.ts';

const months = ['2026-01', '2026-02'];
const recorder = { by: 'paul', now: () => at(400) };
const next = (fact: LedgerEvent) => [{ why: 'test', fact }];
const released = signed();
const correction = signed({
  decision: 'rejected',
  corrects: 6,
  signature: { ...released.signature, challenge: 'c2', signedAt: Date.UTC(2026, 1, 3) },
});

async function figuresOf(database: Database, site: string, month: string): Promise<Figures> {
  return totalOf(await readInsights(database, [site], [month]));
}

/** Records a fact unless it is there already, as a caller does who repeats a request. */
async function add(database: Database, shipment: string, fact: LedgerEvent): Promise<void> {
  await record(database, shipment, recorder, (entries) =>
    entries.some(({ fact: known }) => JSON.stringify(known) === JSON.stringify(fact)) ? [] : next(fact),
  );
}

/** A shipment at a site of its own whose sensor saw 5 °C for five hours, and that has arrived. */
async function arrivedShipment(database: Database, shipment: string, site = shipment): Promise<void> {
  await createShipment(database, shipment, { ...createdShipment, site }, 'test');
  await attachDevice(database, `lid-${shipment}`, assignment(shipment), 'test');
  await append(database, `lid-${shipment}`, [everyTenMinutes(times(33, 5))]);
  for (const fact of [departed(at(10)), arrived(at(300)), detached(`lid-${shipment}`, at(320))])
    await add(database, shipment, fact);
}

describe.each(engines)('the outcome of a shipment, on %s', (engine) => {
  let running: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    running = await startDatabase(engine);
    ({ database } = running);
    await putProfile(database, warmProfile, 'test');
  });
  afterAll(() => running.stop());

  test('is counted once, moves with a correction, and returns to nothing left behind', async () => {
    await arrivedShipment(database, 'O-1');
    expect(await figuresOf(database, 'O-1', months[0]!)).toEqual(noFigures);
    const once = { ...noFigures, released: 1, monitored: 1, inRangeMs: at(300) - at(0) };
    for (let repeated = 0; repeated < 2; repeated++) {
      await add(database, 'O-1', released);
      expect(await figuresOf(database, 'O-1', months[0]!)).toEqual(once);
    }
    await add(database, 'O-1', correction);
    expect(await figuresOf(database, 'O-1', months[0]!)).toEqual(noFigures);
    expect(await figuresOf(database, 'O-1', months[1]!)).toEqual({ ...once, released: 0, rejected: 1 });
  });

  test('changes with a contradiction in place', async () => {
    await arrivedShipment(database, 'O-2');
    await add(database, 'O-2', released);
    await add(database, 'O-2', contradicted(6));
    expect(await figuresOf(database, 'O-2', months[0]!)).toMatchObject({
      released: 0,
      contradicted: 1,
      monitored: 1,
    });
  });

  test('moves with the lane, the carrier and the packaging that it is counted by', async () => {
    await arrivedShipment(database, 'O-3');
    await add(database, 'O-3', released);
    const counts = async () =>
      (await readInsights(database, ['O-3'], months))
        .filter(({ figures }) => figures.released !== 0)
        .map(({ cell: { origin, destination, carrier, packaging }, figures }) =>
          [origin, destination, carrier, packaging, figures.released].join(),
        );
    expect(await counts()).toEqual(['Cambridge,Stansted,,,1']);
    const plan = { site: 'O-3' };
    for (const [change, counted] of [
      [{ origin: 'Ely' }, 'Ely,Stansted,,,1'],
      [{ destination: 'Ware' }, 'Ely,Ware,,,1'],
      [{ carrier: { name: 'Swift', phone: null, email: null } }, 'Ely,Ware,Swift,,1'],
      [{ packaging: 'PCM box' }, 'Ely,Ware,Swift,PCM box,1'],
    ] as const) {
      Object.assign(plan, change);
      await add(database, 'O-3', planChanged({ ...plan }));
      expect(await counts()).toEqual([counted]);
    }
  });

  test('adds up where many are recorded at once', async () => {
    const shipments = Array.from({ length: 6 }, (_, index) => `M-${index}`);
    for (const shipment of shipments) await arrivedShipment(database, shipment, 'many');
    await Promise.all(shipments.map((shipment) => add(database, shipment, released)));
    const counted = await readInsights(database, ['many'], months);
    expect(counted).toHaveLength(1);
    expect(counted[0]!.figures).toMatchObject({
      released: 6,
      monitored: 6,
      inRangeMs: 6 * (at(300) - at(0)),
    });
  });
});

describe('whatever dies in between', () => {
  let running: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    running = await startDatabase('model');
    ({ database } = running);
    await putProfile(database, warmProfile, 'test');
  });
  afterAll(() => running.stop());

  /** Runs with the function dying at its nth request, before or after it is executed. Says whether it died. */
  async function dyingAt(
    place: number,
    isExecuted: boolean,
    run: (dying: Database) => Promise<void>,
  ): Promise<boolean> {
    let requests = 0;
    const dying = answeredBy(database, async (_command, send) => {
      if (requests++ < place) return send();
      if (requests === place + 1 && isExecuted) await send();
      throw new Error('died');
    });
    try {
      await run(dying);
      return false;
    } catch (error) {
      if ((error as Error).message !== 'died') throw error;
      return true;
    }
  }

  test.each([false, true])(
    'a decision, its correction and a contradiction count once (executed: %s)',
    async (isExecuted) => {
      const facts = [released, contradicted(6), correction];
      let deaths = 0;
      for (const [step, fact] of facts.entries())
        for (let place = 0, died = true; died; place++) {
          const shipment = `D-${isExecuted}-${step}-${place}`;
          await arrivedShipment(database, shipment);
          for (const before of facts.slice(0, step)) await add(database, shipment, before);
          died = await dyingAt(place, isExecuted, (dying) => add(dying, shipment, fact));
          deaths += Number(died);
          const isRecorded = (await readLedger(database, shipment)).entries.length > 5 + step;
          // If it was recorded, monitoring knows of it, or everything that follows from it is done.
          const monitored = await Array.fromAsync(monitoredShipments(database, [monitorPartOf(shipment)]));
          if (died && isRecorded && monitored.some((each) => each.shipment === shipment))
            await record(database, shipment, recorder, () => []);
          else if (!isRecorded) await add(database, shipment, fact);
          const shown = await Promise.all(months.map((month) => figuresOf(database, shipment, month)));
          const decided = shown.map(({ released: one, contradicted: two, rejected: three }) => [
            one,
            two,
            three,
          ]);
          const expected = [
            [
              [1, 0, 0],
              [0, 0, 0],
            ],
            [
              [0, 1, 0],
              [0, 0, 0],
            ],
            [
              [0, 0, 0],
              [0, 0, 1],
            ],
          ][step];
          expect([shipment, decided]).toEqual([shipment, expected]);
          expect(shown[0]!.inRangeMs + shown[1]!.inRangeMs).toBe(at(300) - at(0));
        }
      expect(deaths).toBeGreaterThan(15);
    },
  );

  test('a rebuild counts what was never counted, and again what was read since', async () => {
    await arrivedShipment(database, 'R-1');
    const lost = answeredBy(database, async ({ constructor: { name }, input }, send) =>
      name === 'GetItemCommand' && input['TableName'] === 'insights'
        ? { Item: { owner: { S: 'x' }, outcome: { S: '{}' }, sequence: { N: '99' }, version: { N: '1' } } }
        : send(),
    );
    await add(lost, 'R-1', released);
    expect(await figuresOf(database, 'R-1', months[0]!)).toEqual(noFigures);
    const rebuild = async (): Promise<void> => {
      let after: string | null = null;
      do ({ last: after } = await rebuildPage(database, after));
      while (after !== null);
    };
    await rebuild();
    const once = { ...noFigures, released: 1, monitored: 1, inRangeMs: at(300) - at(0) };
    expect(await figuresOf(database, 'R-1', months[0]!)).toEqual(once);
    await rebuild();
    expect(await figuresOf(database, 'R-1', months[0]!)).toEqual(once);
  });

  test('an outcome of a longer ledger stays', async () => {
    await arrivedShipment(database, 'L-1');
    await add(database, 'L-1', released);
    const { entries } = await readLedger(database, 'L-1');
    await add(database, 'L-1', correction);
    await recordOutcome(database, entries, { isRepeated: true });
    expect((await figuresOf(database, 'L-1', months[1]!)).rejected).toBe(1);
    expect(await figuresOf(database, 'L-1', months[0]!)).toEqual(noFigures);
  });

  test('an active shipment costs no request here', async () => {
    await arrivedShipment(database, 'A-1');
    const { database: watched, sent } = listened(database);
    await recordOutcome(watched, (await readLedger(database, 'A-1')).entries);
    expect(sent).toEqual([]);
  });
});
