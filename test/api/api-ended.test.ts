import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { approveProfile } from '../../src/storage/store-profile.ts';
import { record } from '../../src/storage/ledger.ts';
import { type AnswerOf, type Api, people } from '../support/api-in-process.ts';
import { startApiAt, stopApi } from '../support/api-steps.ts';
import { receiptsIn } from '../support/receipts.ts';
import { minute } from '../support/series.ts';
import type { Somebody } from '../simulation/identity.ts';

const { lena, paul, petra, otto } = people;
const day = 24 * 60 * minute;
const begin = Date.parse('2026-11-20T12:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();

let api: Api;
let receipts: ReturnType<typeof receiptsIn>;
beforeAll(async () => {
  ({ api } = await startApiAt(begin));
  receipts = receiptsIn(api);
  await approveProfile(api.account.database, 'warm', 1, 'Bea', begin);
  // A decision a day, then a shipment that is cancelled, one at another site, and one that goes on.
  for (const [index, decision] of (['released', 'rejected', 'quarantined'] as const).entries()) {
    vi.setSystemTime(begin + index * day);
    await receipts.arrived(`E-${index + 1}`);
    await decide(`E-${index + 1}`, decision);
  }
  for (const [index, [shipment, site]] of (
    [
      ['E-4', 'north'],
      ['E-5', 'south'],
    ] as const
  ).entries()) {
    vi.setSystemTime(begin + (3 + index) * day);
    await receipts.plan(shipment, { site });
    await record(api.account.database, shipment, { by: 'lena', now: Date.now }, () => [
      { why: 'not needed', fact: { kind: 'shipment-cancelled' } },
    ]);
  }
  await receipts.plan('ONGOING');
  vi.setSystemTime(begin + 30 * day);
});
afterAll(() => stopApi(api));

async function decide(shipment: string, decision: string, corrects?: number): Promise<void> {
  const reason = decision === 'released' ? '' : 'as recommended';
  const challenge = await receipts.challenged([shipment], {
    decision,
    ...(reason !== '' && { reason }),
    ...(corrects !== undefined && { corrects, reason: 'wrong box' }),
  });
  const { status, body } = await receipts.sign(challenge);
  if (status !== 200) throw new Error(JSON.stringify(body));
}

const list = async (query: Record<string, string> = {}, requester: Somebody = lena) => {
  const { items } = await receipts.done(requester, 'listEnded', { query });
  return items.map(({ shipment }) => shipment);
};

describe('ended shipments', () => {
  test('are those that were decided or cancelled, the latest end first', async () => {
    expect(await list()).toEqual(['E-5', 'E-4', 'E-3', 'E-2', 'E-1']);
    const { items } = await receipts.done(lena, 'listEnded', { query: {} });
    expect(items.at(-1)).toMatchObject({ status: 'released', decision: { signedAt: iso(begin) } });
    expect(items[0]).toMatchObject({
      status: 'cancelled',
      cancellation: { at: iso(begin + 4 * day), by: 'lena', reason: 'not needed' },
    });
  });

  test('within a span, of a status, at a site', async () => {
    expect(await list({ from: iso(begin + day), to: iso(begin + 3 * day) })).toEqual(['E-4', 'E-3', 'E-2']);
    expect(await list({ to: iso(begin) })).toEqual(['E-1']);
    expect(await list({ from: iso(begin + 5 * day) })).toEqual([]);
    expect(await list({ status: 'cancelled' })).toEqual(['E-5', 'E-4']);
    expect(await list({ status: 'rejected', site: 'north' })).toEqual(['E-2']);
    expect(await list({ site: 'south' })).toEqual(['E-5']);
    expect(await list({ site: 'nowhere' })).toEqual([]);
  });

  test('only at the sites of the person', async () => {
    expect(await list({}, paul)).toEqual(['E-4', 'E-3', 'E-2', 'E-1']);
    expect(await list({}, petra)).toEqual(['E-5']);
    expect(await list({ site: 'north' }, petra)).toEqual([]);
    expect(await list({}, otto)).toEqual(['E-5', 'E-4', 'E-3', 'E-2', 'E-1']);
    expect(await list({ site: 'south' }, otto)).toEqual(['E-5']);
    expect(await list({}, { username: 'new', groups: ['logistics'] })).toEqual([]);
  });

  test.each([1, 2, 4, 5, 6])('come in pages of %i', async (limit) => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: String(limit), ...(cursor !== null && { cursor }) };
      const page: AnswerOf<'listEnded'> = await receipts.done(otto, 'listEnded', { query });
      expect(page.items.length).toBe(Math.min(limit, 5 - all.length));
      all.push(...page.items.map(({ shipment }) => shipment));
      cursor = page.next;
    } while (cursor !== null);
    expect(all).toEqual(['E-5', 'E-4', 'E-3', 'E-2', 'E-1']);
  });

  test('of one moment are all in the pages, each once', async () => {
    for (const shipment of ['T-1', 'T-2', 'T-3']) await receipts.plan(shipment, { site: 'south' });
    for (const shipment of ['T-1', 'T-2', 'T-3'])
      await record(api.account.database, shipment, { by: 'lena', now: Date.now }, () => [
        { why: 'not needed', fact: { kind: 'shipment-cancelled' } },
      ]);
    const first = await receipts.done(petra, 'listEnded', { query: { limit: '2' } });
    const second = await receipts.done(petra, 'listEnded', { query: { limit: '2', cursor: first.next! } });
    const all = [...first.items, ...second.items].map(({ shipment }) => shipment);
    expect(all.toSorted()).toEqual(['E-5', 'T-1', 'T-2', 'T-3']);
    expect([all.at(-1), second.next]).toEqual(['E-5', null]);
  });

  test('count at the time of their correction', async () => {
    vi.setSystemTime(begin + 31 * day);
    await decide('E-1', 'quarantined', await sequenceOfDecision('E-1'));
    expect((await list({ site: 'north' })).at(0)).toBe('E-1');
    expect(await list({ to: iso(begin) })).toEqual([]);
    expect(await list({ status: 'released' })).toEqual([]);
  });
});

async function sequenceOfDecision(shipment: string): Promise<number> {
  const { decision } = await receipts.done(lena, 'showShipment', { path: { shipment } });
  return decision!.sequence;
}

test.each([
  [{ status: 'planned' }, /^status: must be released, partly-released, /],
  [{ from: iso(begin), to: iso(begin - 1) }, /^to: must not be before from, 2026-11-20T12:00:00\.000Z$/],
  [{ from: 'yesterday' }, /^from: /],
  [{ cursor: 'x' }, /^cursor: must be the "next" of the page before$/],
])('%j is refused, saying what is allowed', async (query, detail) => {
  const { status, body } = await api.ask(lena, 'listEnded', { query });
  expect([status, body.detail]).toEqual([400, expect.stringMatching(detail)]);
});
