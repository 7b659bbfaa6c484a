import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { receiptsIn } from '../support/receipts.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, otto } = people;
let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  api = await apiInProcess();
  receipts = receiptsIn(api);
  await putProfile(api.account.database, warmProfile, 'Ann');
  await receipts.plan('S-1');
  await receipts.step('attachDevice', 'S-1', { device: 'lid' });
});
afterAll(() => api.account.close());

const written = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');
const path = { shipment: 'S-1' };
const latest = 8.64e15;

describe.each<[RouteId, { ours: unknown[]; others: unknown[] }]>([
  [
    'listAudit',
    {
      ours: [{ day: '2026-11-30' }, { day: '2026-11-30', item: '001#x' }],
      others: [
        null,
        {},
        { day: '2026-02-30' },
        { day: '2026-11-30', x: 'y' },
        { day: '2026-11-30', item: 1 },
        { day: '2026-11-30', item: '001#x', x: 'y' },
      ],
    },
  ],
  [
    'listRefused',
    {
      ours: [{ day: '2026-11-30' }, { day: '2026-11-30', deviceId: 'lid', id: '01' }],
      others: [
        { day: '2026-11-30', item: '001#x' },
        { day: '2026-11-30', deviceId: 'lid' },
      ],
    },
  ],
  [
    'listBoard',
    {
      ours: [
        { at: 0, seen: [] },
        { at: 1, seen: ['S-1'] },
        { at: latest, seen: [] },
      ],
      others: [
        null,
        1,
        {},
        { at: 1 },
        { at: 1, seen: 'S-1' },
        { at: 1, seen: ['S-1', 1] },
        { at: '1', seen: [] },
        { at: -1, seen: [] },
        { at: 0.5, seen: [] },
        { at: latest + 1, seen: [] },
      ],
    },
  ],
  [
    'listShipments',
    {
      ours: [
        { list: 0, after: null },
        { list: 1, after: 'S-1' },
        { list: 99, after: null },
        { list: 0, after: 'x'.repeat(64) },
      ],
      others: [
        null,
        'S-1',
        {},
        { list: 0 },
        { after: null },
        { list: -1, after: null },
        { list: 0.5, after: null },
        { list: '0', after: null },
        { list: 0, after: 5 },
        { list: 0, after: '' },
        { list: 0, after: 'a b' },
        { list: 0, after: 'x'.repeat(65) },
      ],
    },
  ],
  [
    'listProfiles',
    {
      ours: [
        { id: 'warm', version: 1 },
        { id: 'zzz', version: 999_999_999 },
      ],
      others: [
        null,
        'warm',
        {},
        { id: 'warm' },
        { version: 1 },
        { id: 'warm', version: '1' },
        { id: 'warm', version: 0 },
        { id: 'warm', version: 1.5 },
        { id: 'warm', version: 1e9 },
        { id: 'a b', version: 1 },
        { id: 5, version: 1 },
      ],
    },
  ],
  ['listLedger', { ours: [0, 1, 99], others: [-1, 0.5, '1', null, [], {}] }],
  ['listVerdicts', { ours: [0, 99], others: [-1, '1'] }],
  ['listShipmentAlarms', { ours: [0, 99], others: [-1, '1'] }],
  ['getReadingsCsv', { ours: [0, 1.5, -1], others: ['1', null, [], {}] }],
])('a cursor of %s', (id, { ours, others }) => {
  const reader = id === 'listRefused' ? otto : lena;
  test.each(ours)('that encodes %j is followed', async (place) => {
    expect((await api.ask(reader, id, { path, query: { cursor: written(place) } })).status).toBe(200);
  });

  test.each([...others.map(written), '%', '!', written(1).slice(0, -1) + '{'])(
    '%s is refused, because the API never returned it',
    async (cursor) => {
      const { status, body } = await api.ask(reader, id, { path, query: { cursor } });
      expect([status, body.title, body.detail]).toEqual([
        400,
        'The request cannot be read',
        'cursor: must be the "next" of the page before',
      ]);
    },
  );
});

describe('rebuilding the lists', () => {
  const rebuild = (cursor?: unknown) =>
    api.ask(otto, 'rebuildLists', { body: cursor === undefined ? {} : { cursor: written(cursor) } });

  test('reports for each shipment what was there before', async () => {
    expect((await rebuild()).body).toEqual({ items: [{ shipment: 'S-1', was: 'same' }], next: null });
  });

  test.each(['00000001 S-1', 'told#00000001 S-1', `kept#12345678 ${'x'.repeat(64)}`])(
    'continues after %j',
    async (place) => {
      expect((await rebuild(place)).status).toBe(200);
    },
  );

  test.each([
    1,
    null,
    '',
    'S-1',
    '0000001 S-1',
    '000000001 S-1',
    'said#00000001 S-1',
    'xtold#00000001 S-1',
    '00000001 ',
    '00000001 a b',
    `00000001 ${'x'.repeat(65)}`,
  ])('refuses the place %j', async (place) => {
    expect((await rebuild(place)).body).toMatchObject({
      status: 400,
      detail: 'cursor: must be the "next" of the page before',
    });
  });
});

test('what is recorded is archived too', async () => {
  const { entries, archivedUpTo } = await readLedger(api.account.database, 'S-1');
  expect(archivedUpTo).toBe(entries.length);
  for (const entry of entries)
    expect(await receipts.archived(recordName.entry('S-1', entry.sequence, entry.hash))).toEqual(entry);
  const cool = { ...warmProfile, id: 'cool' };
  const { sha256 } = await receipts.done(people.paul, 'addProfile', { body: cool });
  expect(await receipts.archived(recordName.profile('cool', 1))).toEqual({
    id: 'cool',
    version: 1,
    text: JSON.stringify(cool),
    sha256,
    writtenBy: 'paul',
  });
});
