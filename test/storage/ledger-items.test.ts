import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import { sha256 } from '../../src/model/digest.ts';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import { keyOf, readFirstEntry, readItem, readLedger, record } from '../../src/storage/ledger.ts';
import { markArchived, markNotified, numbered } from '../../src/storage/ledger-markers.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { start } from '../support/series.ts';
import { createdShipment } from '../support/shipment.ts';
import { answeredBy, itemsOf, listened } from '../support/table-items.ts';
const created: NewEntry = { why: 'planned', fact: { kind: 'shipment-created', ...createdShipment } };
const handed = (to: string, more: Partial<NewEntry> = {}): NewEntry => ({
  why: 'handed',
  fact: { kind: 'handed-over', to, at: start },
  ...more,
});
const lost: NewEntry = { why: 'x', fact: { kind: 'contact-lost', device: 'box', position: null, at: 1 } };
const at = (now: number, by = 'Ann') => ({ by, now: () => now });

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
});
afterAll(() => running.stop());
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const items = (shipment: string) => itemsOf(database, 'ledger', 'shipmentId', shipment);
const put = (shipment: string, now: number, ...newEntries: NewEntry[]) =>
  record(database, shipment, at(now), () => newEntries);

describe('an entry of a ledger', () => {
  test('an entry says who, when, why and what, is chained to the previous one, and is hashed without its hash', async () => {
    await put('L-1', 5, created, handed('driver', { request: 'k-1 c' }));
    const first = {
      shipment: 'L-1',
      sequence: 1,
      recordedAt: 5,
      by: 'Ann',
      why: 'planned',
      fact: created.fact,
      previous: null,
    };
    const hash = sha256(canonicalJson(first));
    const second = {
      shipment: 'L-1',
      sequence: 2,
      recordedAt: 5,
      by: 'Ann',
      why: 'handed',
      fact: { kind: 'handed-over', to: 'driver', at: start },
      request: 'k-1 c',
      previous: hash,
    };
    const entries = [
      { ...first, hash },
      { ...second, hash: sha256(canonicalJson(second)) },
    ];
    expect(await readLedger(database, 'L-1')).toEqual({ entries, notified: new Set(), archivedUpTo: 0 });
    expect(await items('L-1')).toEqual(
      entries.map((entry, index) => ({
        shipmentId: { S: 'L-1' },
        sequence: { S: `0000000${index + 1}` },
        v: { N: '2' },
        entry: { S: JSON.stringify(entry) },
        attempt: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      })),
    );
    expect(await readFirstEntry(database, 'L-1')).toEqual(entries[0]);
    expect(await readFirstEntry(database, 'L-0')).toBeNull();
    expect(await readItem(database, { shipment: 'L-1', sequence: 3 })).toBeNull();
    expect((await readItem(database, { shipment: 'L-1', sequence: 2 }))!['entry']!.S).toBe(
      JSON.stringify(entries[1]),
    );
  });

  test('an entry is never dated before the previous one, even if the clock goes back', async () => {
    await put('L-2', 100, created);
    await put('L-2', 40, handed('a'), handed('b'));
    await put('L-2', 101, handed('c'));
    await put('L-2', 101, handed('d'));
    const { entries } = await readLedger(database, 'L-2');
    expect(entries.map(({ recordedAt }) => recordedAt)).toEqual([100, 100, 100, 101, 101]);
  });

  test('the key of an entry is its padded number, so that the tenth sorts after the ninth', async () => {
    expect(numbered(1)).toBe('00000001');
    expect(numbered(12_345_678)).toBe('12345678');
    expect(keyOf({ shipment: 'L-1', sequence: 10 })).toEqual({
      shipmentId: { S: 'L-1' },
      sequence: { S: '00000010' },
    });
    await put('L-3', 1, created, ...Array.from({ length: 11 }, (_, index) => handed(`${index}`)));
    const { entries } = await readLedger(database, 'L-3');
    expect(entries.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('recording entries', () => {
  test('recording returns the ledger, and the entries that this call put', async () => {
    const first = await put('L-4', 1, created);
    expect(first.put).toEqual(first.ledger.entries);
    const second = await put('L-4', 2, handed('a'), handed('b'));
    expect(second.put.map(({ sequence }) => sequence)).toEqual([2, 3]);
    expect(second.ledger).toEqual(await readLedger(database, 'L-4'));
    expect(await put('L-4', 3)).toEqual({ ledger: second.ledger, put: [] });
  });

  test('recording nothing for a shipment that does not exist leaves no item', async () => {
    const { database: counting, sent } = listened(database);
    expect(await record(counting, 'L-5', at(1), () => [])).toEqual({
      ledger: { entries: [], notified: new Set(), archivedUpTo: 0 },
      put: [],
    });
    expect(sent).toEqual(['Query ledger']);
  });

  test('a call that is overtaken decides again on the current ledger, and puts nothing that was decided on less', async () => {
    await put('L-6', 1, created);
    let isFirst = true;
    const overtaken = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name === 'PutItemCommand' && input['TableName'] === 'ledger' && isFirst) {
        isFirst = false;
        await put('L-6', 2, handed('other'));
      }
      return send();
    });
    const seen: number[] = [];
    const { put: own, ledger } = await record(overtaken, 'L-6', at(3), (entries) => {
      seen.push(entries.length);
      return [handed(`after ${entries.length}`), handed('more')];
    });
    expect(seen).toEqual([1, 2]);
    expect(own.map(({ sequence, fact }) => [sequence, (fact as { to: string }).to])).toEqual([
      [3, 'after 2'],
      [4, 'more'],
    ]);
    expect(ledger).toEqual(await readLedger(database, 'L-6'));
  });

  test('a call whose response was lost has put the entry all the same', async () => {
    await put('L-7', 1, created);
    const lossy = answeredBy(database, async ({ constructor: { name }, input }, send) => {
      if (name !== 'PutItemCommand' || input['TableName'] !== 'ledger') return send();
      await send();
      return send();
    });
    const { put: own } = await record(lossy, 'L-7', at(2), () => [handed('a')]);
    expect(own).toHaveLength(1);
    expect((await readLedger(database, 'L-7')).entries).toHaveLength(2);
  });
});

describe('the markers outside the chain', () => {
  test('a notification is recorded for the first and the last entry', async () => {
    await put('M-1', 1, created, lost, handed('a'));
    await markNotified(database, { shipment: 'M-1', sequence: 1 }, 17);
    await markNotified(database, { shipment: 'M-1', sequence: 3 }, 18);
    expect((await readLedger(database, 'M-1')).notified).toEqual(new Set([1, 3]));
    expect((await items('M-1')).filter(({ at: when }) => when !== undefined)).toEqual([
      { shipmentId: { S: 'M-1' }, sequence: { S: 'told#00000001' }, v: { N: '2' }, at: { N: '17' } },
      { shipmentId: { S: 'M-1' }, sequence: { S: 'told#00000003' }, v: { N: '2' }, at: { N: '18' } },
    ]);
    expect((await readLedger(database, 'M-1')).entries).toHaveLength(3);
  });

  test('the highest archived entry counts', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 77 });
    await put('M-2', 1, created, handed('a'), handed('b'));
    await markArchived(database, 'M-2', 3);
    await markArchived(database, 'M-2', 2);
    expect((await readLedger(database, 'M-2')).archivedUpTo).toBe(3);
    expect((await items('M-2')).filter(({ at: when }) => when !== undefined)).toEqual([
      { shipmentId: { S: 'M-2' }, sequence: { S: 'kept#00000002' }, v: { N: '2' }, at: { N: '77' } },
      { shipmentId: { S: 'M-2' }, sequence: { S: 'kept#00000003' }, v: { N: '2' }, at: { N: '77' } },
    ]);
  });
});
