import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { typedWords } from '../../src/shipments/typed-words.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { candidatesFor, matching, sitesWithShipments } from '../../src/storage/find-by-words.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { wordItem } from '../../src/storage/search-items.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { Crash, dyingAt } from '../support/chaos.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { ledger } from '../support/facts.ts';
import { start } from '../support/series.ts';
import { assignment, createdShipment, shipmentWith, warmProfile } from '../support/shipment.ts';
import { answeredBy, away, itemsOf, listened } from '../support/table-items.ts';
import { indexWords } from '../../src/storage/index-words.ts';
import { restoreLedger } from '../../src/storage/restore.ts';

/** The shipments that have every word of a text now, in the order of ids. */
async function find(
  database: Database,
  text: string,
  sites: readonly string[] = ['north'],
): Promise<string[]> {
  const typed = typedWords(text);
  const found = await candidatesFor(database, sites, typed);
  if (found === 'too general') throw new Error(`${text} is too general`);
  return [...(await matching(database, found.shipments, typed))].toSorted();
}

/** Changes the plan of a shipment. */
async function change(
  database: Database,
  shipment: string,
  fields: Partial<Extract<LedgerEvent, { kind: 'plan-changed' }>['plan']>,
): Promise<void> {
  await record(database, shipment, { by: 'Ann', now: Date.now }, () => [
    { why: 'typo', fact: { kind: 'plan-changed', plan: { ...createdShipment, ...fields } } },
  ]);
}

describe.each(engines)('on %s', (engine) => {
  let running: TestDatabase;
  beforeAll(async () => {
    running = await startDatabase(engine);
    await putProfile(running.database, warmProfile, 'test');
  });
  afterAll(() => running.stop());

  test('a shipment is found by the beginnings of its words, at its own site only', async () => {
    const { database } = running;
    await createShipment(database, 'IX-1', { ...createdShipment, lots: ['PLT-31'] }, 'Ann');
    await createShipment(database, 'IX-2', { ...createdShipment, lots: ['PLT-32'], site: 'south' }, 'Ann');
    expect(await find(database, 'plt31')).toEqual(['IX-1']);
    expect(await find(database, 'PLT vaccine')).toEqual(['IX-1']);
    expect(await find(database, 'PLT vaccine', ['north', 'south'])).toEqual(['IX-1', 'IX-2']);
    expect(await find(database, 'plt-32')).toEqual([]);
    expect(await find(database, 'plt-31 plt-32', ['north', 'south'])).toEqual([]);
    expect(await find(database, 'ix', [])).toEqual([]);
    expect((await sitesWithShipments(database)).toSorted()).toEqual(['north', 'south']);
  });

  test('a word that left the plan finds it no more, also one that came back', async () => {
    const { database } = running;
    await createShipment(database, 'CH-1', { ...createdShipment, lots: ['OLD-1'] }, 'Ann');
    await change(database, 'CH-1', { lots: ['NEW-1'] });
    expect(await find(database, 'old-1')).toEqual([]);
    expect(await find(database, 'new-1')).toEqual(['CH-1']);
    await change(database, 'CH-1', { lots: ['OLD-1'] });
    expect(await find(database, 'old-1')).toEqual(['CH-1']);
    expect(await find(database, 'new-1')).toEqual([]);
  });

  test('the items of the index', async () => {
    const { database } = running;
    const plan = { ...createdShipment, goods: 'x', origin: 'x', destination: 'x', site: 'a site' };
    await createShipment(database, 'IT-7', plan, 'Ann');
    expect(await itemsOf(database, 'search', 'under', '#IT-7')).toEqual([
      {
        item: { S: 'words' },
        sequence: { N: '1' },
        under: { S: '#IT-7' },
        v: { N: '2' },
        words: { S: 'it7 7 x' },
      },
    ]);
    for (const [under, item] of [
      ['it a site', 'it7#IT-7'],
      ['7 a site', '7#IT-7'],
      ['x a site', 'x#IT-7'],
      ['#', 'a site'],
    ] as const)
      expect(await itemsOf(database, 'search', 'item', item)).toEqual([
        { item: { S: item }, under: { S: under }, v: { N: '2' } },
      ]);
  });

  test('words with too many shipments are said to be too general, unless another word has few', async () => {
    const { database } = running;
    const { client, tables } = database;
    const puts = Array.from({ length: 999 }, (_, shipment) => ({
      Put: { TableName: tables.search, Item: wordItem('busy', 'serum', `MANY-${shipment}`) },
    }));
    while (puts.length > 0)
      await client.send(new TransactWriteItemsCommand({ TransactItems: puts.splice(0, 100) }));
    const plan = { ...createdShipment, site: 'busy', goods: 'serum' };
    await createShipment(database, 'ONE-1', plan, 'Ann');
    expect(await find(database, 'serum', ['busy'])).toEqual(['ONE-1']);
    await createShipment(database, 'ONE-2', plan, 'Ann');
    expect(await candidatesFor(database, ['busy'], ['serum'])).toBe('too general');
    expect(await candidatesFor(database, ['north', 'busy'], ['serum', 'ser'])).toBe('too general');
    expect(await find(database, 'serum one-2', ['busy'])).toEqual(['ONE-2']);
    expect(await find(database, 'serum one', ['busy', 'north'])).toEqual(['ONE-1', 'ONE-2']);
    expect(await candidatesFor(database, ['north'], ['serum'])).toEqual({ shipments: [] });
  });
});

describe('what is written', () => {
  let database: Database;
  beforeEach(async () => {
    ({ database } = await startDatabase('model'));
    await shipmentWith(database, 'S-1', []);
  });
  const writesOf = async (act: (own: Database) => Promise<unknown>): Promise<number> => {
    const { database: own, sent } = listened(database);
    await act(own);
    return sent.filter((each) => each === 'PutItem search').length;
  };

  test('only the words that came, with the list of all, and nothing where none did', async () => {
    // The list of all words, and the two of the lot.
    expect(await writesOf((own) => change(own, 'S-1', { lots: ['PLT-31'] }))).toBe(3);
    expect(await writesOf((own) => change(own, 'S-1', { lots: ['PLT-31'], audience: ['day'] }))).toBe(0);
    expect(await writesOf((own) => change(own, 'S-1', {}))).toBe(1);
    expect(await writesOf((own) => attachDevice(own, 'box-17', assignment('S-1'), 'Ann'))).toBe(3);
  });

  test('nothing, where an entry changes neither plan nor devices, or nothing is recorded', async () => {
    expect(await writesOf((own) => declareMilestone(own, 'S-1', 'departed', start, 'Ann'))).toBe(0);
    expect(await writesOf((own) => record(own, 'S-1', { by: 'x', now: Date.now }, () => []))).toBe(0);
  });

  test('an index that cannot be reached fails the action; it is not forgotten', async () => {
    const failing = answeredBy(database, async ({ input }, send) => {
      if (input['TableName'] === 'search') throw new Error('throttled');
      return send();
    });
    await expect(change(failing, 'S-1', { lots: ['PLT-31'] })).rejects.toThrow('throttled');
    await expect(indexWords(away(database), ledger())).rejects.toThrow('away');
    // Whoever processes the ledger next finds the summary behind.
    await record(database, 'S-1', { by: 'x', now: Date.now }, () => []);
    expect(await find(database, 'plt-31')).toEqual(['S-1']);
  });
});

test.each(['create', 'change'] as const)(
  'wherever a writer dies who comes to %s a plan, the next one completes the index',
  async (kind) => {
    let deaths = 0;
    for (let count = 0; ; count++) {
      const { database } = await startDatabase('model');
      await putProfile(database, warmProfile, 'test');
      const plan = { ...createdShipment, lots: ['PLT-31'] };
      if (kind === 'change') await createShipment(database, 'S-1', createdShipment, 'Ann');
      const act = (own: Database) =>
        kind === 'create' ? createShipment(own, 'S-1', plan, 'Ann') : change(own, 'S-1', plan);
      let isDead = false;
      await act(dyingAt(database, count)).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error;
        isDead = true;
      });
      if (!isDead) break;
      deaths++;
      const { entries } = await readLedger(database, 'S-1');
      const isRecorded = entries.length === (kind === 'create' ? 1 : 2);
      if (!isRecorded) continue;
      await record(database, 'S-1', { by: 'x', now: Date.now }, () => []);
      expect(await find(database, 'plt-31')).toEqual(['S-1']);
    }
    expect(deaths).toBeGreaterThan(5);
  },
);

test.each(['nothing', 'a departure'] as const)(
  'wherever the next writer dies too, who comes to record %s, the one after it completes the index',
  async (what) => {
    let deaths = 0;
    for (let [first, second] = [0, 0]; ;) {
      const { database } = await startDatabase('model');
      await putProfile(database, warmProfile, 'test');
      const plan = { ...createdShipment, lots: ['PLT-31'] };
      const isDead = (act: Promise<unknown>): Promise<boolean> =>
        act.then(
          () => false,
          (error: unknown) => {
            if (!(error instanceof Crash)) throw error;
            return true;
          },
        );
      if (!(await isDead(createShipment(dyingAt(database, first), 'S-1', plan, 'Ann')))) break;
      const next = dyingAt(database, second);
      const isRecorded = (await readLedger(database, 'S-1')).entries.length === 1;
      const recorder = { by: 'x', now: Date.now };
      const act =
        what === 'nothing'
          ? record(next, 'S-1', recorder, () => [])
          : declareMilestone(next, 'S-1', 'departed', start, 'Ann');
      if (!isRecorded || !(await isDead(act))) {
        await act.catch(() => undefined);
        [first, second] = [first + 1, 0];
        continue;
      }
      deaths++;
      second++;
      await record(database, 'S-1', recorder, () => []);
      expect(await find(database, 'plt-31')).toEqual(['S-1']);
    }
    expect(deaths).toBeGreaterThan(20);
  },
);

test('whichever of two changes at once is written last to the index, it is that of the ledger', async () => {
  for (let delayed = 0; delayed < 6; delayed++) {
    const { database } = await startDatabase('model');
    await putProfile(database, warmProfile, 'test');
    await createShipment(database, 'S-1', { ...createdShipment, lots: ['A-1'] }, 'Ann');
    let puts = 0;
    let isOtherThrough = false;
    // The first writer waits before one of its requests to the index, until the second one is through.
    const slow = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'PutItemCommand' && input['TableName'] === 'search' && puts++ === delayed) {
        isOtherThrough = true;
        await change(database, 'S-1', { lots: ['C-3', 'A-1'] });
      }
      return send();
    });
    await change(slow, 'S-1', { lots: ['B-2'] });
    const expected = isOtherThrough ? ['A-1', 'C-3'] : ['B-2'];
    const found = async () => {
      const all = [];
      for (const lot of ['A-1', 'B-2', 'C-3']) if ((await find(database, lot)).length > 0) all.push(lot);
      return all;
    };
    expect(await found()).toEqual(expected);
    await rebuildPage(database, null);
    expect(await found()).toEqual(expected);
  }
});

test('rebuilding and restoring fill an index that is empty', async () => {
  const { database } = await startDatabase('model');
  await shipmentWith(database, 'S-1', ['box-17']);
  const { entries } = await readLedger(database, 'S-1');
  const { database: other } = await startDatabase('model');
  const texts = entries.map((entry) => ({ sequence: entry.sequence, text: JSON.stringify(entry) }));
  await restoreLedger(other, 'S-1', texts, new Map());
  expect(await find(other, 'box 17 vaccine')).toEqual(['S-1']);
  // The ledger of one, and the index of a third.
  const { database: third } = await startDatabase('model');
  const emptied = answeredBy(database, async (command, send) =>
    command.input['TableName'] === 'search' ? third.client.send(command as never) : send(),
  );
  expect(await find(emptied, 'box 17')).toEqual([]);
  await rebuildPage(emptied, null);
  expect(await find(emptied, 'box 17')).toEqual(['S-1']);
});
