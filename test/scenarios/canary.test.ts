import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachmentsRecorded } from '../../src/shipments/ledger.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { sumOfMetric } from '../support/metrics.ts';
import { minute, start } from '../support/series.ts';
import { shipmentWith, warmProfile } from '../support/shipment.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun([], { canary: true });
});
afterAll(() => run.stop());

describe('the synthetic sensor', { timeout: 60_000 }, () => {
  test('publishes through topic rule, queue and function, and counts its readings once they are evaluated', async () => {
    await run.cloud.invoke('CanaryFunction');
    await expect.poll(() => sumOfMetric(run, 'CanaryReadings')).toBe(1);
    await run.cloud.invoke('CanaryFunction');
    await expect.poll(() => sumOfMetric(run, 'CanaryReadings')).toBe(2);
    const shipment = `canary-${new Date().toISOString().slice(0, 7)}`;
    const { entries } = await readLedger(run.database, shipment);
    expect(attachmentsRecorded(entries)).toHaveLength(1);
    expect(run.notifications()).toEqual([]);
  });

  test('leaves a log that names shipment, device and trace of each recorded entry', async () => {
    const { folder, database } = run;
    await putProfile(database, warmProfile, 'test');
    await shipmentWith(database, 'LOG-1', ['box-log']);
    const connection = await run.connect('box-log');
    const readings = Array.from({ length: 6 }, (_, index) => ({
      time: start + index * 10 * minute,
      temperature: 9,
    }));
    await connection.publish('coldwatch/box-log/telemetry', JSON.stringify(readings));
    await connection.close();
    await run.allProcessed();
    const log = readdirSync(join(folder, 'logs')).find((name) => name.startsWith('IngestIngestTelemetry'))!;
    const recorded = (): Record<string, unknown>[] =>
      readFileSync(join(folder, 'logs', log), 'utf8')
        .split('\n')
        .filter((line) => line.includes('"recorded"') && line.includes('LOG-1'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    await expect.poll(() => recorded().length).toBeGreaterThan(0);
    expect(recorded()[0]).toMatchObject({
      level: 'INFO',
      shipment: 'LOG-1',
      device: 'box-log',
      fact: 'excursion-opened',
      service: 'coldwatch-local',
      function_request_id: expect.any(String) as string,
      xray_trace_id: expect.stringMatching(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/) as string,
    });
  });
});
