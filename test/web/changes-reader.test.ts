import { beforeEach, expect, test, vi } from 'vitest';
import { changesReader } from '../../web/board/board-data.ts';

const { asked, answers } = vi.hoisted(() => ({
  asked: [] as { since: unknown; etag: string | null }[],
  answers: [] as unknown[],
}));

vi.mock('../../web/api/client.ts', () => ({
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
