import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { markNotified } from '../../src/storage/ledger-markers.ts';
import { NotArchived, putProfile } from '../../src/storage/store-profile.ts';
import { rebuildPage } from '../../src/storage/rebuild-summary.ts';
import { createShipment, declareMilestone, handOver } from '../../src/storage/shipment-actions.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';
import { monitoredShipments } from '../../src/storage/monitored-shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

let engine: TestDatabase;
let isUp = true;
const archive = new Map<string, string>();
let database: Database;
beforeAll(async () => {
  engine = await startDatabase();
  database = {
    ...engine.database,
    async archiveRecord(name, content) {
      if (isUp) archive.set(name, content);
      return isUp;
    },
  };
  await putProfile(database, warmProfile, 'petra');
});
afterAll(() => engine.stop());

const storedOf = (shipment: string): string[] =>
  [...archive.keys()].filter((name) => name.startsWith(`ledger/${shipment}/`)).sort();

describe('archiving with the ledger', () => {
  test('each entry is archived exactly as in the ledger, once', async () => {
    await createShipment(database, 'KEEP-1', createdShipment, 'lena');
    await declareMilestone(database, 'KEEP-1', 'departed', 1, 'lena');
    const { entries, archivedUpTo } = await readLedger(database, 'KEEP-1');
    expect(archivedUpTo).toBe(2);
    expect(storedOf('KEEP-1').map((name) => JSON.parse(archive.get(name)!) as unknown)).toEqual(entries);
  });

  test('an unavailable archive stops nobody, and gets missing entries in order with the next one', async () => {
    await createShipment(database, 'KEEP-2', createdShipment, 'lena');
    isUp = false;
    await declareMilestone(database, 'KEEP-2', 'departed', 1, 'lena');
    await handOver(database, 'KEEP-2', { to: 'driver', at: 2 }, 'lena');
    expect((await readLedger(database, 'KEEP-2')).archivedUpTo).toBe(1);
    isUp = true;
    await handOver(database, 'KEEP-2', { to: 'door', at: 3 }, 'lena');
    expect((await readLedger(database, 'KEEP-2')).archivedUpTo).toBe(4);
    expect(storedOf('KEEP-2')).toHaveLength(4);
  });

  test('a shipment with an entry that is not archived stays monitored, even if nothing else may happen', async () => {
    const watched = async (): Promise<string[]> =>
      (await Array.fromAsync(monitoredShipments(database, allMonitorParts))).map(({ shipment }) => shipment);
    const over = {
      kind: 'receipt-signed',
      decision: 'released',
      lots: [],
      signature: { signer: { name: 'P' }, signedAt: 1 },
    };
    await createShipment(database, 'KEEP-3', createdShipment, 'lena');
    isUp = false;
    await record(database, 'KEEP-3', { by: 'paul', now: Date.now }, () => [
      { why: 'x', fact: over as never },
    ]);
    expect(await watched()).toContain('KEEP-3');
    isUp = true;
    await record(database, 'KEEP-3', { by: 'coldwatch', now: Date.now }, () => []);
    expect(storedOf('KEEP-3')).toHaveLength(2);
    expect(await watched()).not.toContain('KEEP-3');
  });

  test('a completed shipment stays monitored until it is archived and people were notified', async () => {
    const watched = async (): Promise<boolean> =>
      (await Array.fromAsync(monitoredShipments(database, allMonitorParts))).some(
        ({ shipment }) => shipment === 'KEEP-4',
      );
    const found = (...facts: object[]) =>
      record(database, 'KEEP-4', { by: 'coldwatch', now: Date.now }, () =>
        facts.map((fact) => ({ why: 'x', fact: fact as never })),
      );
    await createShipment(database, 'KEEP-4', createdShipment, 'lena');
    const signature = { signer: { name: 'P' }, signedAt: 1 };
    await found({ kind: 'receipt-signed', decision: 'rejected', lots: [], signature });
    expect(await watched()).toBe(false);
    // The late entry is recorded by a function that cannot have people notified.
    await found({ kind: 'contact-restored', device: 'late', position: null, at: 2 });
    expect(await watched()).toBe(true);
    await found();
    await rebuildPage(database, null);
    expect(await watched()).toBe(true);
    await markNotified(database, { shipment: 'KEEP-4', sequence: 3 }, Date.now());
    await found();
    expect(await watched()).toBe(false);
  });

  test('an unavailable archive refuses a profile, and repeating the request stores it in both places', async () => {
    isUp = false;
    const json = { ...warmProfile, id: 'kept-later' };
    await expect(putProfile(database, json, 'petra')).rejects.toThrow(NotArchived);
    isUp = true;
    await putProfile(database, json, 'petra');
    expect(archive.has('profiles/kept-later/1.json')).toBe(true);
  });
});
