import { beforeEach, expect, test, vi } from 'vitest';
import {
  changesReader,
  isFinished,
  mergeInto,
  readWhole,
  withUnchangedItems,
} from '../../web/board/board-data.ts';
import type { BoardItem } from '../../web/parts/shipment-state.ts';

const { asked, answers, cursors } = vi.hoisted(() => ({
  cursors: [] as (string | null)[],
  asked: [] as { since: unknown; etag: string | null }[],
  answers: [] as unknown[],
}));

vi.mock('../../web/api/client.ts', () => ({
  call: (_: string, { query }: { query: { cursor: string | null } }) => {
    cursors.push(query.cursor);
    return Promise.resolve(answers.shift());
  },
  callIfChanged: (_: string, { query }: { query: { since: unknown } }, etag: string | null) => {
    asked.push({ since: query.since, etag });
    return Promise.resolve(answers.shift());
  },
}));

const unchanged = { isChanged: false };
const answer = (shipments: readonly string[], asOf: string, etag: string | null) => ({
  isChanged: true,
  answer: { items: shipments.map((shipment) => ({ shipment })), asOf, next: null },
  etag,
});

beforeEach(() => {
  asked.length = 0;
});

async function ask(since: readonly string[], given: readonly unknown[]) {
  answers.push(...given);
  const read = changesReader();
  const found = [];
  for (const each of since) found.push(await read(each));
  return found.map(({ items, asOf }) => [items.map(({ shipment }) => shipment), asOf]);
}

test('while nothing changes, the same is asked with the tag of the answer before', async () => {
  const given = [answer([], '12:01', '"none"'), unchanged, unchanged, answer(['ONE'], '12:04', '"one"')];
  expect(await ask(['12:00', '12:00', '12:00', '12:00'], given)).toEqual([
    [[], '12:00'],
    [[], '12:00'],
    [[], '12:00'],
    [['ONE'], '12:04'],
  ]);
  expect(asked).toEqual([
    { since: '12:00', etag: null },
    { since: '12:00', etag: '"none"' },
    { since: '12:00', etag: '"none"' },
    { since: '12:00', etag: '"none"' },
  ]);
});

test('a tag is good for what it was given for alone', async () => {
  await ask(['12:00', '12:05'], [answer([], '12:01', '"none"'), answer([], '12:06', '"none"')]);
  expect(asked.map(({ etag }) => etag)).toEqual([null, null]);
});

test('a server that gives no tags is asked without one', async () => {
  const given = [answer([], '12:01', null), answer(['ONE'], '12:02', null)];
  expect(await ask(['12:00', '12:00'], given)).toEqual([
    [[], '12:00'],
    [['ONE'], '12:02'],
  ]);
  expect(asked.map(({ etag }) => etag)).toEqual([null, null]);
});

test('more changes than one response holds are told', async () => {
  const { answer: one, ...rest } = answer(['ONE'], '12:01', null);
  answers.push({ ...rest, answer: { ...one, next: 'more' } });
  expect(await changesReader()('12:00')).toEqual({
    items: [{ shipment: 'ONE' }],
    asOf: '12:01',
    hasMore: true,
  });
});

test('the whole board is as old as its first page', async () => {
  const page = (shipment: string, asOf: string, next: string | null) => ({
    items: [{ shipment }],
    asOf,
    next,
  });
  answers.push(page('ONE', '12:00', 'p2'), page('TWO', '12:01', 'p3'), page('ONE', '12:02', null));
  const { items, asOf } = await readWhole();
  expect([[...items.keys()], asOf, cursors]).toEqual([['ONE', 'TWO'], '12:00', [null, 'p2', 'p3']]);
});

test('a newer value is merged in although the ledger has not grown; an older ledger is not', () => {
  const item = (sequence: number, goods: string) => ({ shipment: 'ONE', sequence, goods }) as BoardItem;
  const before = { items: new Map([['ONE', item(2, 'read 4 °C')]]), asOf: '12:00' };
  const merged = (changed: BoardItem) => mergeInto(before, [changed], '12:01');
  expect(merged(item(2, 'read 5 °C')).items.get('ONE')).toEqual(item(2, 'read 5 °C'));
  expect(merged(item(1, 'read 5 °C'))).toEqual({ items: before.items, asOf: '12:01' });
  expect(merged(item(2, 'read 4 °C')).items).toBe(before.items);
});

test('a board that was read whole takes nothing back that changes have brought meanwhile', () => {
  const item = (shipment: string, sequence: number) => ({ shipment, sequence }) as BoardItem;
  const board = (asOf: string, ...items: BoardItem[]) => ({
    items: new Map(items.map((each) => [each.shipment, each])),
    asOf,
  });
  const before = board('12:01', item('ONE', 3), item('TWO', 1), item('GONE', 1));
  const merged = withUnchangedItems(before, board('12:00', item('ONE', 2), item('TWO', 2), item('NEW', 1)));
  expect([...merged.items.values()]).toEqual([item('ONE', 3), item('TWO', 2), item('NEW', 1)]);
  expect(merged.items.get('ONE')).toBe(before.items.get('ONE'));
  expect(merged.asOf).toBe('12:01');
  const same = withUnchangedItems(before, board('12:02', item('ONE', 3), item('TWO', 1), item('GONE', 1)));
  expect([same.items === before.items, same.asOf]).toEqual([true, '12:02']);
});

test.each([
  ['cancelled', [null], true],
  ['released', [], true],
  ['released', ['12:00'], true],
  ['released', ['12:00', null], false],
  ['contradicted', [], false],
  ['arrived', [], false],
] as const)('a %s shipment with alarms acknowledged at %j leaves the board: %s', (status, times, isDone) => {
  const standingAlarms = times.map((acknowledgedAt) => ({ acknowledgedAt }));
  expect(isFinished({ status, standingAlarms } as unknown as BoardItem)).toBe(isDone);
});
