import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { shipmentRestore } from '../../src/cli/restore.ts';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { loadEvidence } from '../../src/evidence/load-evidence.ts';
import { readDeviceItem } from '../../src/storage/append.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { readShipments } from '../../src/storage/shipments.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { arrivedShipment, sign, steady, reportReadings } from '../support/journeys.ts';
import { arrivedMixed } from '../support/mixed-journeys.ts';
import { approveMixedProfiles } from '../support/mixed-shipment.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';

let run: LocalRun;
let lena: SignedIn;
let paul: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  await approveMixedProfiles(run.database);
  [lena, paul] = await Promise.all([signInAs(run, 'lena'), signInAs(run, 'paul')]);
});
afterAll(() => run.stop());

const shipments = ['RES-SIGNED', 'RES-WARM', 'RES-CHANGED', 'RES-FIRST', 'RES-MIXED'];

type Shown = {
  readonly verdict: unknown;
  readonly signed: unknown;
  readonly legs: unknown;
  readonly bundle: string;
};

/** Returns each shipment's verdict, receipts, legs and bundle as of a time, as the API creates them. */
async function evidenceAsOf(asOf: number): Promise<Record<string, Shown>> {
  const { database, archive } = localDeployment({
    endpoints: run.cloud.endpoints,
    credentials: run.cloud.credentials,
    resources: run.cloud.template.references,
  });
  const found: Awaited<ReturnType<typeof evidenceAsOf>> = {};
  for (const shipment of shipments) {
    const { entries } = await readLedger(database, shipment);
    const evidence = await loadEvidence(database, entries, archive, 'signing', asOf);
    const bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
    const query = { asOf: new Date(asOf).toISOString() };
    found[shipment] = {
      verdict: await lena.do('getVerdict', { path: { shipment }, query }),
      signed: await lena.do('listVerdicts', { path: { shipment } }),
      legs: (await lena.do('showLegs', { path: { shipment } })).items,
      bundle: Buffer.from(bundle).toString('base64'),
    };
  }
  return found;
}

/** Deletes tables and creates them again, empty, from the template. */
async function lose(...names: string[]): Promise<void> {
  const { client } = run.database;
  for (const TableName of names) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    await client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client, minDelay: 0.1, maxWaitTime: 20 }, { TableName });
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: Table!.AttributeDefinitions,
        KeySchema: Table!.KeySchema,
        GlobalSecondaryIndexes: Table!.GlobalSecondaryIndexes?.map(
          ({ IndexName, KeySchema, Projection }) => ({
            IndexName,
            KeySchema,
            Projection,
          }),
        ),
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
}

async function restore(...named: string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of shipmentRestore(named, { state: run.folder })) lines.push(line);
  return lines;
}

describe('the archive', { timeout: 240_000 }, () => {
  const now = Date.now();
  let before: Awaited<ReturnType<typeof evidenceAsOf>>;
  let asOf: number;

  test('restores every verdict and bundle, byte for byte, after every table was deleted', async () => {
    // One shipment has arrived and is signed; its device went on to another.
    const { sscc, device } = await arrivedShipment(run, lena, 'RES-SIGNED');
    await sign(paul, 'RES-SIGNED', { decision: 'released', label: sscc });
    await lena.step('detachDevice', 'RES-SIGNED', {}, { device });
    // One is in transit and too warm, with an acknowledged alarm, late readings and a refused message.
    await lena.do('createShipment', {
      body: {
        shipment: 'RES-WARM',
        goods: 'measles vaccine',
        origin: 'A',
        destination: 'B',
        site: 'north',
        profile: 'who-storage',
        audience: ['site:north'],
      },
    });
    const since = new Date(now - 3000 * minute).toISOString();
    await lena.step('attachDevice', 'RES-WARM', { device: 'box-warm', since });
    const warm = Array.from({ length: 300 }, (_, index) => ({
      minutesAgo: 3000 - index * 10,
      celsius: index > 100 ? 9 + (index % 7) / 10 : 5,
    }));
    await reportReadings(run, 'box-warm', warm.slice(0, 120), now);
    await reportReadings(run, 'box-warm', warm.slice(200), now);
    await reportReadings(run, 'box-warm', warm.slice(100, 210), now);
    const connection = await run.connect('box-warm');
    await connection.publish('coldwatch/box-warm/telemetry', '{"temperature": ');
    await connection.publish(
      'coldwatch/box-warm/telemetry',
      JSON.stringify({ time: now + 3_600_000, temperature: 4 }),
    );
    await connection.close();
    await run.drained();
    await lena.step('acknowledgeAlarm', 'RES-WARM', { comment: 'driver called' }, { rule: 'high-10h' });
    // One changed its device in transit; what the first device read afterwards does not belong to it.
    await lena.do('createShipment', {
      body: {
        shipment: 'RES-CHANGED',
        goods: 'insulin',
        origin: 'A',
        destination: 'B',
        site: 'north',
        profile: 'who-storage',
      },
    });
    await lena.step('attachDevice', 'RES-CHANGED', { device: 'box-first', since });
    await reportReadings(run, 'box-first', steady(), now);
    const at = new Date(now - 60 * minute).toISOString();
    await lena.step('detachDevice', 'RES-CHANGED', { at }, { device: 'box-first' });
    await lena.step('attachDevice', 'RES-CHANGED', { device: 'box-second', since: at });
    await reportReadings(run, 'box-second', steady(4).slice(7), now);
    // One has three products, of which one came from an earlier shipment, and is signed lot by lot.
    const label = await arrivedMixed(run, lena, 'RES-MIXED', 'RES-FIRST');
    const lots = ['B1', 'B2', 'S1'];
    const decided = { decision: 'partly-released', lots, rejected: ['A1'], reason: 'A1 leaks' };
    await sign(paul, 'RES-MIXED', { ...decided, label });
    await run.watch();
    await run.drained();

    asOf = Date.now();
    before = await evidenceAsOf(asOf);
    const { tables } = run.database;
    await lose(...Object.values(tables));
    expect((await readLedger(run.database, 'RES-WARM')).entries).toEqual([]);

    const lines = await restore();
    for (const shipment of shipments) {
      const { length } = (await readLedger(run.database, shipment)).entries;
      const restored = `${shipment}: ${length} of ${length} ledger entries and `;
      expect(lines.filter((line) => line.startsWith(restored))).toHaveLength(1);
    }
    const after = await evidenceAsOf(asOf);
    for (const shipment of shipments) {
      const { bundle: _, ...shown } = before[shipment]!;
      expect(after[shipment]).toMatchObject(shown);
      expect(after[shipment]!.bundle === before[shipment]!.bundle, `${shipment}: the same bundle`).toBe(true);
    }
  });

  test('is restored only once: a repeated restore finds nothing missing', async () => {
    const lines = await restore();
    expect(lines[0]).toBe('profiles: none missing');
    expect(lines.filter((line) => line.endsWith('nothing was missing'))).toHaveLength(shipments.length);
  });

  test('repeats no notifications, and restores the lists unchanged', async () => {
    const notified = run.notifications().length;
    await run.watch();
    await run.drained();
    expect(run.notifications()).toHaveLength(notified);
    const { shipments: released } = await readShipments(
      run.database,
      { site: 'north', status: 'released' },
      { after: null, limit: 10 },
    );
    expect(released.map(({ shipment }) => shipment)).toEqual(['RES-SIGNED']);
  });

  test('lets devices continue: new readings are evaluated together with the restored ones', async () => {
    const readings = async (): Promise<number> => {
      const { sensors } = await lena.do('getVerdict', { path: { shipment: 'RES-WARM' } });
      return sensors[0]!.judgement.channels['temperature']!.readings;
    };
    const known = await readings();
    await reportReadings(run, 'box-warm', [{ minutesAgo: 0, celsius: 9.5 }], Date.now());
    expect((await readDeviceItem(run.database, 'box-warm')).assignment?.shipment).toBe('RES-WARM');
    expect(await readings()).toBe(known + 1);
    const { entries } = await readLedger(run.database, 'RES-WARM');
    expect(entries.filter(({ fact }) => fact.kind === 'excursion-opened')).toHaveLength(1);
  });

  test.each([['Journal'], ['Devices'], ['Ledger'], ['Shipments'], ['Profiles']])(
    'restores the loss of %s alone',
    async (table) => {
      const { tables } = run.database;
      asOf = Date.now();
      before = await evidenceAsOf(asOf);
      await lose(tables[table.toLowerCase() as keyof typeof tables]);
      await restore();
      const after = await evidenceAsOf(asOf);
      for (const shipment of shipments)
        expect(after[shipment]!.bundle === before[shipment]!.bundle, `${shipment}: the same bundle`).toBe(
          true,
        );
    },
  );

  test('is verified: a changed or missing entry is named and stops the restore of its shipment', async () => {
    const { archive } = localDeployment({
      endpoints: run.cloud.endpoints,
      credentials: run.cloud.credentials,
      resources: run.cloud.template.references,
    });
    const { entries } = await readLedger(run.database, 'RES-WARM');
    const name = recordName.entry('RES-WARM', 2, entries[1]!.hash);
    const stored = Buffer.from((await archive.get(name))!).toString('utf8');
    await archive.put(name, stored.replace('box-warm', 'box-cold'), 'application/json');
    await expect(restore('RES-WARM')).rejects.toThrow('entry 2 of shipment RES-WARM does not follow');
    await archive.put(name, stored, 'application/json');
    await archive.put(recordName.entry('RES-WARM', 2, 'another'), stored, 'application/json');
    await expect(restore('RES-WARM')).rejects.toThrow('entry 2 of shipment RES-WARM is in the archive twice');
    await archive.put(recordName.entry('RES-GAP', 2, 'any'), stored, 'application/json');
    await expect(restore('RES-GAP')).rejects.toThrow('entry 1 of shipment RES-GAP is missing');
    await expect(restore('RES-NONE')).rejects.toThrow('the archive has no ledger of shipment RES-NONE');
    // Damaged ledgers are named, and do not stop the others.
    const lines: string[] = [];
    const all = (async () => {
      for await (const line of shipmentRestore([], { state: run.folder })) lines.push(line);
    })();
    await expect(all).rejects.toMatchObject({
      status: 65,
      message: [
        'not restored:',
        '  entry 1 of shipment RES-GAP is missing from the archive; later entries cannot be restored without it',
        '  entry 2 of shipment RES-WARM is in the archive twice, and both are the same: move one out of the archive',
      ].join('\n'),
    });
    expect(lines).toContain('RES-SIGNED: nothing was missing');
  });
});
