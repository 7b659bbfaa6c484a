import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordSystemEntry } from '../../src/storage/audit.ts';
import { auditKey } from '../../src/storage/audit-items.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { type AuditSearch, searchAudit } from '../../src/storage/search-audit.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { type TestDatabase, engines, startDatabase } from '../support/database.ts';
import { Crash, dyingAt } from '../support/chaos.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { itemsOf } from '../support/table-items.ts';

const day = 86_400_000;

test('rows sort by time, and those of one millisecond by their id', () => {
  const keys = [auditKey(9), auditKey(10, 'a'), auditKey(10, 'b'), auditKey(10, '\uffff'), auditKey(100)];
  expect(keys.toSorted()).toEqual(keys);
});

describe.each(engines)('the audit trail across shipments, on %s', (engine) => {
  let running: TestDatabase;
  const audit = () => ({ client: running.database.client, table: 'audit' });
  beforeAll(async () => {
    running = await startDatabase(engine);
    await putProfile(running.database, warmProfile, 'test');
  });
  afterAll(() => running.stop());

  const entryAt = (at: number, detail: string) =>
    recordSystemEntry(audit(), { actor: 'Otto', kind: 'person-changed', detail, reason: null }, at);
  const search = (from: number, to: number, more: Partial<AuditSearch> = {}) =>
    searchAudit(audit(), { from, to, sites: null, ...more }, null, 100);
  const said = async (...asked: Parameters<typeof search>) =>
    (await search(...asked)).rows.map(({ what }) => what);

  test('has what was recorded from the first to the last millisecond of a period, across days', async () => {
    const noon = Date.UTC(2031, 0, 5, 12);
    for (const [ms, name] of [
      [-day, 'a'],
      [0, 'b'],
      [1, 'c'],
      [day, 'd'],
    ] as const)
      await entryAt(noon + ms, name);
    expect(await said(noon, noon + day)).toEqual(['d', 'c', 'b']);
    expect(await said(noon, noon)).toEqual(['b']);
    expect(await said(noon - day, noon - 1)).toEqual(['a']);
  });

  test('is searched at the same cost however long the period, and goes on where it ended', async () => {
    const end = Date.UTC(2041, 5, 30);
    await entryAt(end - 100 * day, 'long ago');
    let requests = 0;
    const { client } = audit();
    const counting = { send: (command: never) => (requests++, client.send(command)) } as never;
    const found: string[] = [];
    let place: Awaited<ReturnType<typeof searchAudit>>['next'] = null;
    let pages = 0;
    do {
      const asked = { from: end - 110 * day, to: end, sites: null, words: 'long' };
      const page = await searchAudit({ client: counting, table: 'audit' }, asked, place, 10);
      found.push(...page.rows.map(({ what }) => what));
      place = page.next;
      expect(requests).toBeLessThanOrEqual(40 * ++pages);
    } while (place !== null);
    expect(found).toEqual(['long ago']);
    expect(pages).toBe(3);
  });

  test('has each entry of a ledger once, at the site of the shipment, and can be rebuilt', async () => {
    const { database } = running;
    const shipment = `AUD-${engine}`;
    await createShipment(database, shipment, { ...createdShipment, site: engine }, 'Ann');
    await declareMilestone(database, shipment, 'departed', Date.now(), 'Ben');
    const rows = async () =>
      (await search(Date.now() - day, Date.now() + day, { sites: [engine] })).rows.toSorted(
        (a, b) => a.sequence! - b.sequence!,
      );
    const written = await rows();
    expect(written.map(({ sequence, by, kind }) => [sequence, by, kind])).toEqual([
      [1, 'Ann', 'shipment-created'],
      [2, 'Ben', 'departed'],
    ]);
    expect(await search(Date.now() - day, Date.now() + day, { sites: [] })).toMatchObject({
      rows: [],
      next: null,
    });
    const { entries } = await readLedger(database, shipment);
    expect(written.map(({ at }) => at)).toEqual(entries.map(({ recordedAt }) => recordedAt));
    for (const { day: on, item } of await itemsOf(database, 'audit', 'shipment', shipment))
      await database.client.send(
        new DeleteItemCommand({
          TableName: 'audit',
          Key: { day: { S: on!['S']! }, item: { S: item!['S']! } },
        }),
      );
    expect(await rows()).toEqual([]);
    await rebuildPage(database, null);
    expect(await rows()).toEqual(written);
  });
});

test('wherever a writer dies that creates a shipment, the next one completes the audit trail', async () => {
  let recorded = 0;
  for (let count = 0; ; count++) {
    const { database } = await startDatabase('model');
    await putProfile(database, warmProfile, 'test');
    let isDead = false;
    await createShipment(dyingAt(database, count), 'S-1', createdShipment, 'Ann').catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
      isDead = true;
    });
    if (!isDead) break;
    if ((await readLedger(database, 'S-1')).entries.length === 0) continue;
    recorded++;
    await record(database, 'S-1', { by: 'x', now: Date.now }, () => []);
    const asked = { from: Date.now() - day, to: Date.now(), sites: null };
    const { rows } = await searchAudit({ client: database.client, table: 'audit' }, asked, null, 10);
    expect(rows.map(({ shipment, sequence }) => [shipment, sequence])).toEqual([['S-1', 1]]);
  }
  expect(recorded).toBeGreaterThan(2);
});
