import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDeployment } from '../../bin/commands/deployment.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { readLedger } from '../../store/ledger.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun([], { canary: true });
});
afterAll(() => run.stop());

/** What the functions counted so far of a figure, by their logs. */
function counted(name: string): number {
  const logs = join(run.folder, 'logs');
  return readdirSync(logs)
    .flatMap((file) => readFileSync(join(logs, file), 'utf8').split('\n'))
    .filter((line) => line.includes(`"${name}":`) && line.includes('"_aws"'))
    .reduce(
      (sum, line) =>
        sum +
        [(JSON.parse(line) as Record<string, number | number[]>)[name]!].flat().reduce((a, b) => a + b, 0),
      0,
    );
}

describe('the synthetic sensor', { timeout: 60_000 }, () => {
  test('speaks through topic rule, queue and function, and counts when its reading comes out judged', async () => {
    await run.cloud.invoke('CanaryFunction');
    await expect.poll(() => counted('CanaryReadings')).toBe(1);
    await run.cloud.invoke('CanaryFunction');
    await expect.poll(() => counted('CanaryReadings')).toBe(2);
    const shipment = `canary-${new Date().toISOString().slice(0, 7)}`;
    const { entries } = await readLedger(run.database, shipment);
    expect(attachmentsRecorded(entries)).toHaveLength(1);
    expect(run.notifications()).toEqual([]);
  });

  test('counts nothing while readings do not come out: that is what its alarm waits for', async () => {
    const { queues, nameOf } = localDeployment({
      endpoints: run.cloud.endpoints,
      resources: run.cloud.template.references,
    });
    const QueueUrl = nameOf('IngestQueue');
    await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '600' } }));
    await run.cloud.invoke('CanaryFunction');
    await expect.poll(() => counted('CanaryReadings')).toBe(2);
    const log = readdirSync(join(run.folder, 'logs')).find((name) => name.startsWith('CanaryFunction'))!;
    await expect
      .poll(() => readFileSync(join(run.folder, 'logs', log), 'utf8'))
      .toContain('did not come out judged');
  });
});
