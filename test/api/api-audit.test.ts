import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSystemEntry } from '../../src/storage/audit.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, apiInProcess, people } from '../support/api-in-process.ts';
import { warmProfile } from '../support/shipment.ts';

const { lena, sara, otto } = people;
let api: Api;
beforeAll(async () => {
  api = await apiInProcess();
  const { database } = api.account;
  await putProfile(database, warmProfile, 'test');
  for (const site of ['north', 'south']) {
    const plan = { goods: `vials of ${site}`, origin: 'a', destination: 'b', profile: warmProfile.id };
    const body = { shipment: `AUD-${site}`, site, ...plan };
    expect((await api.ask(lena, 'createShipment', { body })).status).toBe(200);
  }
  const audit = { client: database.client, table: database.tables.audit };
  const entry = { kind: 'person-invited', detail: 'invited Vera', reason: 'new at north' } as const;
  await nextMillisecond();
  await recordSystemEntry(audit, { actor: 'otto', ...entry });
}, 120_000);
afterAll(() => api.account.close());

/** Of entries of one millisecond none is the newest. */
async function nextMillisecond(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2));
}

async function found(requester: Parameters<Api['ask']>[0], query = {}): Promise<string[]> {
  const { status, body } = await api.ask(requester, 'listAudit', { query });
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items.map(({ shipment, kind }) => `${shipment ?? 'system'} ${kind}`);
}

describe('the audit trail across shipments', () => {
  test('has entries of all sites and of the system for operations, the newest first', async () => {
    expect(await found(otto)).toEqual([
      'system person-invited',
      'AUD-south shipment-created',
      'AUD-north shipment-created',
    ]);
  });

  test('has no entry of another site, and none of the system, for anybody else', async () => {
    expect(await found(sara)).toEqual(['AUD-south shipment-created']);
    expect(await found(sara, { site: 'north' })).toEqual([]);
    expect(await found(lena, { site: 'north' })).toEqual(['AUD-north shipment-created']);
    expect(await found({ username: 'x', groups: ['logistics'] })).toEqual([]);
  });

  test.each([
    { shipment: 'AUD-north' },
    { by: 'lena' },
    { by: 'otto' },
    { kind: 'shipment-created' },
    { kind: 'person-invited' },
    { words: 'north' },
    { words: 'vera' },
    { site: 'north', shipment: 'AUD-north' },
    { shipment: 'AUD-north', by: 'lena', kind: 'shipment-created', words: 'created' },
  ])('leads nobody to an entry of another site, whatever is searched for: %j', async (query) => {
    for (const row of await found(sara, query)) expect(row).toMatch(/^AUD-south /);
    expect(await found(otto, { ...query, site: 'west' })).toEqual([]);
  });

  test('is searched by person, kind, shipment, words and period', async () => {
    expect(await found(otto, { by: 'otto' })).toEqual(['system person-invited']);
    expect(await found(otto, { kind: 'shipment-created', shipment: 'AUD-north' })).toEqual([
      'AUD-north shipment-created',
    ]);
    expect(await found(otto, { words: 'VERA north' })).toEqual(['system person-invited']);
    expect(await found(otto, { words: 'vera south' })).toEqual([]);
    expect(await found(otto, { to: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await found(otto, { from: '2020-01-01T00:00:00Z', words: 'vera' })).toEqual([
      'system person-invited',
    ]);
  });

  test('is read in pages without a gap or a repeat, and says how far it came', async () => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: '1', ...(cursor !== undefined && { cursor }) };
      const { body } = await api.ask(otto, 'listAudit', { query });
      all.push(...body.items.map(({ what }) => what));
      cursor = body.next ?? undefined;
      if (cursor === undefined)
        expect(Date.parse(body.searchedTo)).toBeLessThan(Date.now() - 29 * 86_400_000);
    } while (cursor !== undefined);
    expect(all).toEqual(['invited Vera', 'shipment created', 'shipment created']);
  });

  test('refuses what is no cursor, and a period that ends before it begins', async () => {
    for (const cursor of ['x', Buffer.from('{"day":"2026-13-01"}').toString('base64url')])
      expect((await api.ask(otto, 'listAudit', { query: { cursor } })).status).toBe(400);
    const query = { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' };
    const { status, body } = await api.ask(otto, 'listAudit', { query });
    expect([status, body.detail]).toEqual([400, 'to: must not be before from, 2026-02-01T00:00:00.000Z']);
  });

  test('has what people change of the system, with who did it', async () => {
    const source = { source: 'vendor', transport: 'https', description: 'a vendor' };
    expect((await api.ask(otto, 'createSource', { body: source })).status).toBe(200);
    await nextMillisecond();
    const retirement = { path: { source: 'vendor' }, body: { reason: 'contract ended' } };
    expect((await api.ask(otto, 'retireSource', retirement)).status).toBe(200);
    const { body } = await api.ask(otto, 'listAudit', { query: { words: 'vendor' } });
    expect(body.items).toMatchObject([
      { kind: 'source-retired', by: 'otto', what: 'retired source vendor', why: 'contract ended' },
      { kind: 'source-created', by: 'otto', what: 'created source vendor', why: null },
    ]);
    // What is refused changed nothing, and is not recorded.
    expect(
      (await api.ask(otto, 'retireSource', { path: { source: 'none' }, body: retirement.body })).status,
    ).toBe(404);
    expect(await found(otto, { kind: 'source-retired' })).toHaveLength(1);
  });
});
