import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { logger } from '../../src/runtime/observability.ts';
import { type Api, people } from '../support/api-in-process.ts';
import { type Steps, startApiAt, stopApi } from '../support/api-steps.ts';
import { secureHeaders } from '../support/gateway-answer.ts';
import { minute } from '../support/series.ts';

const { lena, sara } = people;
const nine = Date.parse('2026-11-20T09:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let steps: Steps;
beforeAll(async () => {
  ({ api, steps } = await startApiAt(nine));
  await steps.plan('B-1');
  await steps.step('attachDevice', 'B-1', { device: 'lid', since: iso(nine - 60 * minute) });
});
afterAll(() => stopApi(api));

const board = (known?: string, query: Record<string, string> = { since: iso(nine) }) =>
  api.ask(lena, 'listBoard', {
    query,
    ...(known !== undefined && { headers: { 'if-none-match': known } }),
  });

test('an unchanged board is answered with its tag and nothing else, however late it is', async () => {
  const { status, body, headers } = await board();
  const etag = String(headers['etag']);
  expect([status, body.items.length]).toEqual([200, 1]);
  expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  vi.setSystemTime(nine + 5000);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*'])
    expect(await board(known)).toEqual({ status: 304, body: '', headers: { ...secureHeaders, etag } });
  for (const known of ['', '"other"', etag.slice(1, -1)]) {
    const again = await board(known);
    expect([again.status, again.headers['etag'], again.body.items.length]).toEqual([200, etag, 1]);
    expect(again.body.asOf).toBe(iso(nine + 5000));
  }
});

test('a board on which nothing happened since has one tag, whatever time was asked for', async () => {
  const { headers } = await board(undefined, { since: iso(nine + 10 * minute) });
  const { status } = await board(String(headers['etag']), { since: iso(nine + 20 * minute) });
  expect(status).toBe(304);
});

test('a new reading, another shipment and a further page are a change, and another person has another board', async () => {
  const known = [String((await board()).headers['etag'])];
  const changes = async (): Promise<void> => {
    const { status, headers } = await board(known.at(-1));
    expect(status).toBe(200);
    expect(known).not.toContain(headers['etag']);
    known.push(String(headers['etag']));
  };
  await steps.send('lid', { time: nine, temperature: 5 });
  await changes();
  await steps.plan('B-2');
  await changes();
  const { headers } = await board(undefined, { since: iso(nine), limit: '1' });
  const other = await board(String(headers['etag']), { since: iso(nine) });
  expect(other.status).toBe(200);
  const ofSara = await api.ask(sara, 'listBoard', { headers: { 'if-none-match': known.at(-1)! } });
  expect([ofSara.status, ofSara.body.items]).toEqual([200, []]);
});

test('the access log has the status that was answered', async () => {
  const logged = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const { headers } = await board();
  await board(String(headers['etag']));
  expect(logged.mock.calls.map(([, entry]) => entry)).toMatchObject([
    { route: 'GET /api/board', status: 200, username: 'lena' },
    { route: 'GET /api/board', status: 304, username: 'lena' },
  ]);
});

test('a tag is of no use without a token', async () => {
  const { headers } = await board();
  const nobody = { username: 'nobody', groups: [] };
  const refused = await api.ask(nobody, 'listBoard', {
    headers: { 'if-none-match': String(headers['etag']) },
  });
  expect(refused.status).toBe(403);
});

test('routes without a tag answer as ever', async () => {
  const { status, headers } = await api.ask(lena, 'listShipments', { headers: { 'if-none-match': '*' } });
  expect([status, headers['etag']]).toEqual([200, undefined]);
});
