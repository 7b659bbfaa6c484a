import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import { isDone, readLedger, record } from '../../src/storage/ledger.ts';
import { archiveLedger, markNotified } from '../../src/storage/ledger-markers.ts';
import { allLedgers, pageOfLedgers } from '../../src/storage/all-ledgers.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { answeredBy, itemsOf } from '../support/table-items.ts';

const created: NewEntry = { why: 'planned', fact: { kind: 'shipment-created', ...createdShipment } };
const handed = (to: string): NewEntry => ({ why: 'x', fact: { kind: 'handed-over', to, at: start } });
const lost: NewEntry = { why: 'x', fact: { kind: 'contact-lost', device: 'box', position: null, at: 1 } };

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
const put = (shipment: string, of: Database, ...newEntries: NewEntry[]) =>
  record(of, shipment, { by: 'Ann', now: () => 1 }, () => newEntries);

/** A database with an archive that accepts a limited number of records, and the records that it accepted. */
function archiving(takes = Infinity) {
  const took: [string, string][] = [];
  const archiveRecord = async (name: string, content: string): Promise<boolean> => {
    if (took.length >= takes) return false;
    took.push([name, content]);
    return true;
  };
  return { database: { ...database, archiveRecord }, took };
}

describe('archiving a ledger', () => {
  test('each entry is archived exactly as in the ledger, beginning with the first that is missing', async () => {
    const { database: archived, took } = archiving();
    await put('K-1', archived, created, handed('a'));
    await put('K-1', archived, handed('b'));
    const { entries, archivedUpTo } = await readLedger(database, 'K-1');
    expect(archivedUpTo).toBe(3);
    expect(took).toEqual(
      entries.map((entry) => [
        `ledger/K-1/0000000${entry.sequence}-${entry.hash.slice(0, 16)}.json`,
        JSON.stringify(entry),
      ]),
    );
  });

  test('nothing is archived after an entry that the archive did not accept', async () => {
    await put('K-2', database, created, handed('a'), handed('b'));
    const ledger = await readLedger(database, 'K-2');
    const { database: archived, took } = archiving(2);
    expect(await archiveLedger(archived, ledger)).toBe(2);
    expect(took).toHaveLength(2);
    expect((await readLedger(database, 'K-2')).archivedUpTo).toBe(2);
    expect(await archiveLedger(archiving(0).database, { ...ledger, archivedUpTo: 2 })).toBe(2);
    expect(await archiveLedger(database, { ...ledger, archivedUpTo: 1 })).toBe(1);
    const marks = await itemsOf(database, 'ledger', 'shipmentId', 'K-2');
    expect(marks.filter(({ at }) => at !== undefined)).toHaveLength(1);
  });

  test('the time of a notification is archived', async () => {
    const { database: archived, took } = archiving();
    await markNotified(archived, { shipment: 'K-3', sequence: 2 }, 17);
    expect(took).toEqual([['told/K-3/00000002.json', '{"at":17}']]);
  });
});

describe('a ledger without open work', () => {
  const archiveRecord = async () => true;
  test('a ledger is done where all of it is archived and people were notified', async () => {
    await put('K-4', database, created, lost, handed('a'));
    const { entries } = await readLedger(database, 'K-4');
    const done = (
      archivedUpTo: number,
      notified: number[],
      of: Pick<Database, 'archiveRecord'> = { archiveRecord },
    ) => isDone(of, { entries, notified: new Set(notified), archivedUpTo });
    expect(done(3, [2])).toBe(true);
    expect(done(2, [2])).toBe(false);
    expect(done(3, [])).toBe(false);
    expect(done(3, [1, 3])).toBe(false);
    expect(done(0, [2], {})).toBe(true);
    expect(done(0, [], {})).toBe(false);
    expect(isDone({ archiveRecord }, { entries: [], notified: new Set(), archivedUpTo: 0 })).toBe(true);
  });
});

describe('all ledgers', () => {
  test('all ledgers are listed once each, over all pages, whatever else is in the table', async () => {
    const { database: alone, stop } = await startDatabase('model');
    for (const shipment of ['A 1', 'B', 'C']) {
      await record(alone, shipment, { by: 'Ann', now: () => 1 }, () => [created, handed('a')]);
      await markNotified(alone, { shipment, sequence: 1 }, 1);
    }
    expect(await Array.fromAsync(allLedgers(alone))).toEqual(['A 1', 'B', 'C']);
    expect(await pageOfLedgers(alone, null)).toEqual({ shipments: ['A 1', 'B', 'C'], last: null });
    const limits: unknown[] = [];
    const inPages = answeredBy(alone, async (command, send) => {
      limits.push(command.input['Limit']);
      command.input['Limit'] = 2;
      return send();
    });
    const first = await pageOfLedgers(inPages, null);
    expect(first).toEqual({ shipments: ['A 1'], last: '00000002 A 1' });
    expect(await pageOfLedgers(inPages, first.last)).toEqual({ shipments: ['B'], last: '00000001 B' });
    expect(await Array.fromAsync(allLedgers(inPages))).toEqual(['A 1', 'B', 'C']);
    expect(new Set(limits)).toEqual(new Set([500]));
    await stop();
  });
});
