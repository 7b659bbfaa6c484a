import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { databaseOf } from '../models/model-client.ts';
import { tableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import { keyOf, readLedger } from '../../src/storage/ledger.ts';
import { readStoredProfile } from '../../src/storage/profiles.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { NotRestorable, restoreLedger, restoreProfile } from '../../src/storage/restore.ts';
import { saveSummary } from '../../src/storage/shipments.ts';
import { createShipment, declareMilestone, handOver } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { templateTables } from '../support/database.ts';
import { start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';
import { away, itemsOf } from '../support/table-items.ts';
import { watchedSummary } from '../support/watched-summary.ts';

const created: LedgerEvent = { kind: 'shipment-created', ...createdShipment };
const handed = (to: string): LedgerEvent => ({ kind: 'handed-over', to, at: start });
const lost: LedgerEvent = { kind: 'contact-lost', device: 'box', position: null, at: 1 };
const textsOf = (entries: readonly Entry[]) =>
  entries.map((entry) => ({ sequence: entry.sequence, text: JSON.stringify(entry) }));
const none = new Map<number, number>();

const shapes = Object.fromEntries(
  templateTables().map(([name, properties]) => [name, tableShape(properties)]),
);
const fresh = (): Database => databaseOf(new TablesModel(shapes));
const database = fresh();
beforeAll(async () => {
  await putProfile(database, warmProfile, 'Ann');
});
afterEach(() => {
  vi.useRealTimers();
});
describe('restoring a ledger', () => {
  const entries = ledgerOf(created, lost, handed('driver'));

  test('a ledger is restored entry by entry with its notifications, and counts as archived', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 77 });
    const own = fresh();
    const stored: string[] = [];
    const archiveRecord = async (name: string) => {
      stored.push(name);
      return true;
    };
    const notified = new Map([[2, 17]]);
    const spelled = textsOf(entries).map(({ sequence, text }) => ({ sequence, text: `${text} ` }));
    expect(await restoreLedger({ ...own, archiveRecord }, 'S-1', spelled, notified)).toEqual({
      entries,
      put: 3,
    });
    expect(stored).toEqual([]);
    expect(await readLedger(own, 'S-1')).toEqual({ entries, notified: new Set([2]), archivedUpTo: 3 });
    expect(await itemsOf(own, 'ledger', 'shipmentId', 'S-1')).toEqual([
      ...spelled.map(({ sequence, text }) => ({
        ...keyOf({ shipment: 'S-1', sequence }),
        v: { N: '2' },
        entry: { S: text },
      })),
      { shipmentId: { S: 'S-1' }, sequence: { S: 'kept#00000003' }, v: { N: '2' }, at: { N: '77' } },
      { shipmentId: { S: 'S-1' }, sequence: { S: 'told#00000002' }, v: { N: '2' }, at: { N: '17' } },
    ]);
    const [item] = await itemsOf(own, 'shipments', 'shipmentId', 'S-1');
    expect(item).toMatchObject({ sequence: { N: '3' }, status: { S: 'planned' } });
    expect(await restoreLedger({ ...own, archiveRecord }, 'S-1', spelled, notified)).toEqual({
      entries,
      put: 0,
    });
  });

  test('only missing entries are restored, and newer ones stay', async () => {
    const own = fresh();
    await restoreLedger(own, 'S-1', textsOf(entries.slice(0, 1)), none);
    expect(await restoreLedger(own, 'S-1', textsOf(entries), none)).toEqual({ entries, put: 2 });
    expect(await restoreLedger(own, 'S-1', textsOf(entries.slice(0, 2)), none)).toEqual({ entries, put: 0 });
    const [item] = await itemsOf(own, 'shipments', 'shipmentId', 'S-1');
    expect(item!['sequence']).toEqual({ N: '3' });
    expect((await readLedger(own, 'S-1')).archivedUpTo).toBe(3);
  });

  test.each<[string, ReturnType<typeof textsOf>, string]>([
    ['nothing', [], 'the archive has no ledger of shipment S-1'],
    [
      'no first entry',
      textsOf(entries.slice(1)),
      'entry 1 of shipment S-1 is missing from the archive; later entries cannot be restored without it',
    ],
    [
      'no second entry',
      textsOf([entries[0]!, entries[2]!]),
      'entry 2 of shipment S-1 is missing from the archive; later entries cannot be restored without it',
    ],
    [
      'an entry twice',
      textsOf([entries[0]!, entries[0]!]),
      'entry 1 of shipment S-1 is in the archive twice, and both are the same: move one out of the archive',
    ],
    [
      'the last entry twice',
      textsOf([...entries, entries[2]!]),
      'entry 3 of shipment S-1 is in the archive twice, and both are the same: move one out of the archive',
    ],
    [
      'two entries with one number',
      textsOf([...entries, ledgerOf(created, lost, handed('door'))[2]!]),
      'entry 3 of shipment S-1 is in the archive twice, and they differ: decide which one is true, and move the other out of the archive',
    ],
    [
      'a changed entry',
      textsOf([entries[0]!, { ...entries[1]!, by: 'Eve' }]),
      'entry 2 of shipment S-1 does not follow the previous one: the archive was changed',
    ],
    [
      'an entry of another chain',
      textsOf([ledgerOf(handed('x'))[0]!, entries[1]!]),
      'entry 2 of shipment S-1 does not follow the previous one: the archive was changed',
    ],
  ])('a ledger is not restored where the archive has %s', async (_, texts, message) => {
    const own = fresh();
    const restored = restoreLedger(own, 'S-1', texts, none);
    await expect(restored).rejects.toThrow(NotRestorable);
    await expect(restored).rejects.toThrow(message);
    expect(await itemsOf(own, 'ledger', 'shipmentId', 'S-1')).toEqual([]);
  });

  test('a ledger is not restored where an existing entry differs', async () => {
    const own = fresh();
    const other = ledgerOf(created, handed('door'));
    await restoreLedger(own, 'S-1', textsOf(other), none);
    const restored = restoreLedger(own, 'S-1', textsOf(entries), none);
    await expect(restored).rejects.toThrow(NotRestorable);
    await expect(restored).rejects.toThrow(
      'entry 2 of shipment S-1 differs between ledger and archive: one of them was changed',
    );
    expect((await readLedger(own, 'S-1')).entries).toEqual(other);
    await expect(restoreLedger(away(own), 'S-1', textsOf(entries), none)).rejects.toThrow('away');
  });
});

test('a profile is restored where it is missing', async () => {
  const own = fresh();
  const stored = { ...(await readStoredProfile(database, 'warm', 1)), approvedBy: 'Bea', approvedAt: 5 };
  expect(await restoreProfile(own, stored)).toBe(true);
  expect(await restoreProfile(own, { ...stored, writtenBy: 'Eve' })).toBe(false);
  expect(await readStoredProfile(own, 'warm', 1)).toEqual(stored);
  await expect(restoreProfile(away(own), stored)).rejects.toThrow('away');
});

describe('rebuilding the lists', () => {
  const itemOf = async (shipment: string) =>
    (
      await database.client.send(
        new GetItemCommand({ TableName: 'shipments', Key: { shipmentId: { S: shipment } } }),
      )
    ).Item;
  const rebuilt = async (shipment: string, of = database) =>
    (await rebuildPage(of, null)).rebuilt.find((each) => each.shipment === shipment)!.was;

  test('rebuilding reports what was missing, different or the same', async () => {
    await createShipment(database, 'B-1', createdShipment, 'Ann');
    await declareMilestone(database, 'B-1', 'departed', start, 'Ann');
    const item = await itemOf('B-1');
    expect(await rebuilt('B-1')).toBe('same');
    const other = { ...item, summary: { S: '{}' } };
    await database.client.send(new PutItemCommand({ TableName: 'shipments', Item: other }));
    expect(await rebuilt('B-1')).toBe('different');
    expect(await itemOf('B-1')).toEqual(item);
    // A summary that was saved meanwhile from a longer ledger stays.
    await saveSummary(database, { ...watchedSummary('B-1', 5), sequence: 9 });
    expect(await rebuilt('B-1')).toBe('same');
    expect((await itemOf('B-1'))!['sequence']).toEqual({ N: '9' });
  });

  test('rebuilding archives what is missing: profiles with the first page, and the entries of each ledger', async () => {
    await createShipment(database, 'B-2', createdShipment, 'Ann');
    await handOver(database, 'B-2', { to: 'driver', at: start }, 'Ann');
    const took: string[] = [];
    const archiveRecord = async (name: string) => {
      took.push(name);
      return true;
    };
    const page = await rebuildPage({ ...database, archiveRecord }, null);
    expect(page.last).toBeNull();
    expect(page.rebuilt.map(({ shipment }) => shipment).toSorted()).toEqual(['B-1', 'B-2']);
    expect(took.filter((name) => !name.startsWith('ledger/'))).toEqual(['profiles/warm/1.json']);
    expect(took.filter((name) => name.startsWith('ledger/B-2/'))).toHaveLength(2);
    expect((await readLedger(database, 'B-2')).archivedUpTo).toBe(2);
    took.length = 0;
    await rebuildPage({ ...database, archiveRecord }, '00000001 nobody');
    expect(took.filter((name) => name.startsWith('profiles/'))).toEqual([]);
    await rebuildPage(database, null);
    expect(took).toEqual([]);
  });
});
