import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDeployment } from '../../src/cli/deployment.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { sumOfMetric } from '../support/metrics.ts';

let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun([], { canary: true });
});
afterAll(() => run.stop());

test('the synthetic sensor counts nothing while its readings are not evaluated, which triggers its alarm', async () => {
  const { queues, nameOf } = localDeployment({
    endpoints: run.cloud.endpoints,
    credentials: run.cloud.credentials,
    resources: run.cloud.template.references,
  });
  await run.cloud.invoke('CanaryFunction');
  await expect.poll(() => sumOfMetric(run, 'CanaryReadings')).toBe(1);
  const QueueUrl = nameOf('IngestQueue');
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '600' } }));
  await run.cloud.invoke('CanaryFunction');
  const log = readdirSync(join(run.folder, 'logs')).find((name) => name.startsWith('CanaryFunction'))!;
  await expect
    .poll(() => readFileSync(join(run.folder, 'logs', log), 'utf8'))
    .toContain('the synthetic reading was not evaluated');
  expect(sumOfMetric(run, 'CanaryReadings')).toBe(1);
});
