import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { shipmentOf } from '../../src/shipments/ledger.ts';
import { wordItem } from '../../src/storage/search-items.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type AnswerOf, type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { minute } from '../support/series.ts';
import type { Somebody } from '../simulation/identity.ts';

const { lena, paul, petra, sara, otto } = people;
const nine = Date.parse('2026-11-20T09:00:00Z');
const sscc = '340123450000000017';

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(nine));
  const details = {
    goods: 'Blood plasma',
    lots: ['PLT-31', 'PLT-32'],
    sscc,
    origin: 'Zürich',
    destination: 'St. Gallen',
    vehicle: 'ZH 77 812',
    carrier: { name: 'Swift Söhne' },
  };
  const plans: [string, Record<string, unknown>][] = [
    ['WH-4003', details],
    ['WH-4004', { goods: 'Platelets', lots: ['PLT-33'] }],
    ['SO-1', { ...details, sscc: null, site: 'south' }],
  ];
  for (const [index, [shipment, plan]] of plans.entries()) {
    vi.setSystemTime(nine + index * minute);
    await steps.plan(shipment, plan);
  }
  await steps.step('attachDevice', 'WH-4004', { device: 'box-17' });
});
beforeEach(() => {
  vi.setSystemTime(nine + 60 * minute);
});
afterAll(() => stopApi(api));

const find = async (text: string, requester: Somebody = lena, query: Record<string, string> = {}) => {
  const { items } = await steps.done(requester, 'findShipments', { query: { text, ...query } });
  return items.map(({ shipment }) => shipment);
};
const refusal = async (text: string, query: Record<string, string> = {}) => {
  const { status, body } = await api.ask(lena, 'findShipments', { query: { text, ...query } });
  return [status, body.detail];
};

describe('shipments are found', () => {
  test.each([
    ['wh-4003', ['WH-4003']],
    ['WH', ['WH-4004', 'WH-4003']],
    ['4003', ['WH-4003']],
    [`(00)${sscc}`, ['WH-4003']],
    ['plt-31', ['SO-1', 'WH-4003']],
    ['plt', ['SO-1', 'WH-4004', 'WH-4003']],
    ['plasma', ['SO-1', 'WH-4003']],
    ['ZURICH', ['SO-1', 'WH-4003']],
    ['st. gallen plasma', ['SO-1', 'WH-4003']],
    ['zh 77 812', ['SO-1', 'WH-4003']],
    ['swift sohne', ['SO-1', 'WH-4003']],
    ['box 17', ['WH-4004']],
    ['plasma box-17', []],
    ['nothing', []],
  ])('by %s, the latest change first', async (text, shipments) => {
    expect(await find(text)).toEqual(shipments);
  });

  test('at the sites of the person only, at all sites by operations, and at one if asked', async () => {
    expect(await find('plt', paul)).toEqual(['WH-4004', 'WH-4003']);
    expect(await find('plt', petra)).toEqual(['SO-1']);
    expect(await find('plt', otto)).toEqual(['SO-1', 'WH-4004', 'WH-4003']);
    expect(await find('plt', otto, { site: 'south' })).toEqual(['SO-1']);
    expect(await find('plt', lena, { site: 'north' })).toEqual(['WH-4004', 'WH-4003']);
    expect(await find('plt', sara, { site: 'north' })).toEqual([]);
    expect(await find('plt', otto, { site: 'nowhere' })).toEqual([]);
    expect(await find('plt', { username: 'new', groups: ['logistics'] })).toEqual([]);
  });

  test.each([1, 2, 3, 4])('page by page, %i at a time', async (limit) => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = {
        text: 'plt',
        limit: String(limit),
        ...(cursor !== null && { cursor }),
      };
      const page: AnswerOf<'findShipments'> = await steps.done(lena, 'findShipments', { query });
      expect(page.items.length).toBe(Math.min(limit, 3 - all.length));
      all.push(...page.items.map(({ shipment }) => shipment));
      cursor = page.next;
    } while (cursor !== null);
    expect(all).toEqual(['SO-1', 'WH-4004', 'WH-4003']);
  });

  test('no more by a word of an earlier plan', async () => {
    const { database } = api.account;
    await steps.plan('OLD-1', { lots: ['typo-9'] });
    expect(await find('typo-9')).toEqual(['OLD-1']);
    await record(database, 'OLD-1', { by: 'lena', now: Date.now }, (entries) => [
      { why: 'typo', fact: { kind: 'plan-changed', plan: { ...shipmentOf(entries), lots: ['right-9'] } } },
    ]);
    expect(await find('typo-9')).toEqual([]);
    expect(await find('right-9')).toEqual(['OLD-1']);
    expect((await readLedger(database, 'OLD-1')).entries).toHaveLength(2);
  });
});

describe('a search that cannot be answered says what to type', () => {
  test('no word is long enough to be looked up', async () => {
    const short = [400, 'text: must have a word of two letters or digits at least'];
    for (const text of ['a', '…', '(00)', ' - & ']) expect(await refusal(text)).toEqual(short);
    expect(await find('4004 b')).toEqual(['WH-4004']);
    expect(await find('4003 x')).toEqual([]);
  });

  test('every word belongs to too many shipments', async () => {
    const { client } = api.account.database;
    for (let index = 0; index <= 1000; index++)
      await client.send(
        new PutItemCommand({ TableName: 'search', Item: wordItem('north', 'serum', `GONE-${index}`) }),
      );
    expect(await refusal('serum')).toEqual([
      400,
      'text: these words are too general, each belongs to more than 1000 shipments; add a number, a lot, a label or a logger',
    ]);
    expect(await find('serum', petra)).toEqual([]);
    await steps.plan('SER-1', { goods: 'serum' });
    expect(await find('serum ser-1')).toEqual(['SER-1']);
  });

  test('the text is missing, empty or too long', async () => {
    expect((await refusal(''))[0]).toBe(400);
    expect((await refusal('x'.repeat(201)))[0]).toBe(400);
    expect((await api.ask(lena, 'findShipments')).status).toBe(400);
  });

  test.each([1, null, {}, { changedAt: 1 }, { changedAt: -1, shipment: 'x' }, { changedAt: 1, shipment: 2 }])(
    'the cursor is %j',
    async (place) => {
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect(await refusal('plt', { cursor })).toEqual([
        400,
        'cursor: must be the "next" of the page before',
      ]);
    },
  );
});

test('a search costs the same however many shipments there are that it does not find', async () => {
  const { meter } = api.account.services;
  const costOf = async (): Promise<number> => {
    const { readUnits } = await meter.counted(async () => {
      expect(await find('plt-33')).toEqual(['WH-4004']);
    });
    return readUnits;
  };
  const before = await costOf();
  for (let index = 0; index < 200; index++) await steps.plan(`MORE-${index}`, { lots: [`QRS-${index}`] });
  expect(await costOf()).toBe(before);
  expect(before).toBeLessThan(5);
});
