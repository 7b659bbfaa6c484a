import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AttributeValue, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { syncPending } from '../../src/storage/device-item.ts';
import { readAssignments } from '../../src/storage/assignments.ts';
import { readChallenge } from '../../src/storage/challenges.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readStoredProfile } from '../../src/storage/profiles.ts';
import { readRefused } from '../support/refused-messages.ts';
import { LaterRelease, schemaVersion } from '../../src/storage/schema-version.ts';
import { readShipmentRecord } from '../support/shipment-record.ts';
import { readShipments } from '../../src/storage/shipments.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { evaluating } from '../support/shipment.ts';

type StoredItems = Record<string, Record<string, AttributeValue>[]>;

const folder = join(import.meta.dirname, '../fixtures');
const versions = readdirSync(folder)
  .map((name) => /^stored-items-(\d+)\.json$/.exec(name)?.[1])
  .filter((version) => version !== undefined)
  .map(Number)
  .sort((a, b) => a - b);

async function load(database: Database, version: number): Promise<void> {
  const tables = JSON.parse(
    readFileSync(join(folder, `stored-items-${version}.json`), 'utf8'),
  ) as StoredItems;
  for (const [table, items] of Object.entries(tables))
    for (const item of items) {
      for (const value of Object.values(item))
        if (value.B !== undefined) value.B = Buffer.from(value.B as unknown as string, 'base64');
      await database.client.send(new PutItemCommand({ TableName: table, Item: item }));
    }
}

test('every version that was ever written has a fixture', () => {
  expect(versions).toEqual(Array.from({ length: schemaVersion + 1 }, (_, version) => version));
});

describe.each(versions)('items stored by a release with schema version %i', (version) => {
  let engine: TestDatabase;
  let database: Database;
  beforeAll(async () => {
    engine = await startDatabase();
    ({ database } = engine);
    await load(database, version);
  });
  afterAll(() => engine.stop());

  test('stored ledger, device item, journal and profile can be read, and are evaluated as before', async () => {
    const record = (await readShipmentRecord(database, 'KEPT-1'))!;
    const verdict = evaluateShipment(record.entries, record.recordOf, Date.UTC(2026, 6, 1));
    expect(verdict.recommendation).toBe('quarantine');
    expect(toShipmentVerdictJson(verdict).sensors[0]!.judgement).toMatchObject({
      channels: { temperature: { readings: 90, max: 9.99 }, location: { readings: 90 } },
      excursions: [{ rule: 'high', observedSeconds: 6000, firedAt: '2026-06-01T07:40:00.000Z' }],
    });
    expect(record.notified.size).toBeGreaterThan(0);
    expect((await readStoredProfile(database, 'kept', 1)).approvedBy).toBe('paul');
  });

  test("stored shipments are listed, and the items outside the ledger's chain are read", async () => {
    const { shipments } = await readShipments(
      database,
      { site: 'north', status: 'arrived' },
      { after: null, limit: 10 },
    );
    expect(shipments.map(({ shipment }) => shipment)).toEqual(['KEPT-1']);
    expect(await readAssignments(database, 'box-1')).toHaveLength(1);
    expect(await readRefused(database, 'box-1')).toMatchObject([{ refused: [{ reason: 'not JSON' }] }]);
    expect(await readChallenge({ client: database.client, table: 'challenges' }, 'kept')).toMatchObject({
      usedAt: null,
    });
  });

  test('stored assignments are brought up to date with the ledger, which knows what was declared', async () => {
    const { evaluate } = evaluating(database);
    const evaluated = await evaluate(await readDeviceItem(database, 'box-1'), {
      asOf: Date.UTC(2026, 5, 3),
      processedUpTo: -Infinity,
    });
    const phases = journeyRecorded((await readLedger(database, 'KEPT-1')).entries);
    expect(phases.arrivedAt).not.toBeNull();
    expect(evaluated.assignment!.phases).toEqual(phases);
    const again = await readDeviceItem(database, 'box-1');
    expect(again.syncMark.alarms).not.toBe(syncPending);
    expect((await readAssignments(database, 'box-1'))[0]!.assignment.phases).toEqual(phases);
  });

  test('stored devices continue: the next message is appended to the device item', async () => {
    const at = Date.UTC(2026, 5, 2);
    const deviceItem = await append(database, 'box-1', [[{ channel: 'temperature', at, value: 4 }]]);
    expect(deviceItem.messages.size).toBe(1);
    expect(deviceItem.state).toEqual((await readDeviceItem(database, 'box-1')).state);
  });
});

test('an item of a later release is refused by name, and not overwritten', async () => {
  const { database, stop } = await startDatabase();
  await load(database, schemaVersion);
  const later = { '#v': 'v' };
  const set = { ':v': { N: String(schemaVersion + 1) } };
  await database.client.send(
    new UpdateItemCommand({
      TableName: 'devices',
      Key: { deviceId: { S: 'box-1' } },
      UpdateExpression: 'SET #v = :v',
      ExpressionAttributeNames: later,
      ExpressionAttributeValues: set,
    }),
  );
  const append1 = append(database, 'box-1', [
    [{ channel: 'temperature', at: Date.UTC(2026, 5, 2), value: 4 }],
  ]);
  await expect(append1).rejects.toThrow(LaterRelease);
  await expect(readDeviceItem(database, 'box-1')).rejects.toThrow('deploy the later release again');
  await database.client.send(
    new UpdateItemCommand({
      TableName: 'ledger',
      Key: { shipmentId: { S: 'KEPT-1' }, sequence: { S: '00000001' } },
      UpdateExpression: 'SET #v = :v',
      ExpressionAttributeNames: later,
      ExpressionAttributeValues: set,
    }),
  );
  await expect(readLedger(database, 'KEPT-1')).rejects.toThrow(LaterRelease);
  await stop();
});
