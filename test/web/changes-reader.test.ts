import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.mock('virtual:api-routes', () => ({ default: { listBoard: { method: 'GET', path: '/api/board' } } }));

type Asked = { readonly since: string | null; readonly tag: string | null };
const asked: Asked[] = [];
let answers: Response[] = [];

const answer = (shipments: readonly string[], asOf: string, etag: string | null): Response =>
  new Response(JSON.stringify({ items: shipments.map((shipment) => ({ shipment })), asOf, next: null }), {
    headers: etag === null ? {} : { etag },
  });
const unchanged = (): Response => new Response(null, { status: 304 });

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('window', { location: { origin: 'https://example.org' } });
  vi.stubGlobal('fetch', (url: URL, { headers }: { headers: Record<string, string> }) => {
    asked.push({ since: url.searchParams.get('since'), tag: headers['if-none-match'] ?? null });
    return Promise.resolve(answers.shift()!);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function ask(since: readonly string[]) {
  const { changesReader } = await import('../../web/board/board-data.ts');
  const read = changesReader();
  const found = [];
  for (const each of since) found.push(await read(each));
  return found.map(({ items, asOf }) => [items.map(({ shipment }) => shipment), asOf]);
}

test('while nothing changes, the same is asked with the tag of the answer before', async () => {
  answers = [answer([], '12:01', '"none"'), unchanged(), unchanged(), answer(['ONE'], '12:04', '"one"')];
  expect(await ask(['12:00', '12:00', '12:00', '12:00'])).toEqual([
    [[], '12:00'],
    [[], '12:00'],
    [[], '12:00'],
    [['ONE'], '12:04'],
  ]);
  expect(asked).toEqual([
    { since: '12:00', tag: null },
    { since: '12:00', tag: '"none"' },
    { since: '12:00', tag: '"none"' },
    { since: '12:00', tag: '"none"' },
  ]);
});

test('a tag is good for what it was given for alone', async () => {
  answers = [answer([], '12:01', '"none"'), answer([], '12:06', '"none"')];
  await ask(['12:00', '12:05']);
  expect(asked.map(({ tag }) => tag)).toEqual([null, null]);
});

test('a server that gives no tags is asked without one', async () => {
  answers = [answer([], '12:01', null), answer(['ONE'], '12:02', null)];
  expect(await ask(['12:00', '12:00'])).toEqual([
    [[], '12:00'],
    [['ONE'], '12:02'],
  ]);
  expect(asked.map(({ tag }) => tag)).toEqual([null, null]);
});
