import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { settings as local } from '../../config/local.ts';
import { coldwatchApp } from '../../lib/coldwatch-app.ts';
import { monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import { asynchronousRunsOf } from '../../local/run-asynchronously.ts';
import { startSchedules } from '../../local/schedules.ts';
import { Template } from '../../local/template.ts';
import { allMonitorParts } from '../../src/storage/monitor-parts.ts';

const { slept, said } = vi.hoisted(() => ({
  slept: [] as number[],
  said: { retries: 0, oldestSeconds: 60 },
}));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => void slept.push(milliseconds),
}));
// The one setting that the constructs use; the second test changes it.
vi.mock('../../lib/constructs/scheduled-runs.ts', async (load) => {
  Object.assign(said, (await load<{ scheduledRuns: typeof said }>()).scheduledRuns);
  return { scheduledRuns: said };
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coldwatch-scheduled-'));
  slept.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Returns the app's template with its functions and queues placed. */
function synthesised(app = coldwatchApp): Template {
  app({ ...local, canary: true }, { outdir: folder, checked: false }).synth();
  const template = new Template(folder);
  for (const type of ['AWS::Lambda::Function', 'AWS::SQS::Queue'])
    for (const resource of template.ofType(type))
      template.place(resource, resource.logicalId, { Arn: `arn:${resource.logicalId}` });
  return template;
}

/** Lets every schedule fire once and every run fail. Returns the events of each function's runs. */
async function ticked(template: Template): Promise<Map<string, unknown[]>> {
  const ran = new Map<string, unknown[]>();
  const functions = new Map(
    template.ofType('AWS::Lambda::Function').map(({ logicalId }) => {
      const invoke = async (event: unknown): Promise<unknown> => {
        ran.set(logicalId, [...(ran.get(logicalId) ?? []), event]);
        throw new Error('it fails');
      };
      const each = { name: logicalId, arn: logicalId, timeoutMs: 1000, invoke, stop: async () => undefined };
      return [`arn:${logicalId}`, each] as const;
    }),
  );
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    const schedules = startSchedules(template, functions, { send: () => undefined }, 3_600_000);
    vi.advanceTimersByTime(300_000);
    await schedules.stop();
  } finally {
    vi.useRealTimers();
    consoleError.mockRestore();
  }
  return ran;
}

test('a scheduled run is not repeated after a failure, and every monitoring part is started each minute', async () => {
  const template = synthesised();
  const ran = await ticked(template);
  expect(ran.size).toBe(monitoringFunctions + 1);
  for (const [logicalId, events] of ran) {
    expect(asynchronousRunsOf(template, logicalId)).toEqual({ retries: 0, oldestMs: 60_000 });
    expect(events).toHaveLength(logicalId.startsWith('Canary') ? 1 : 5);
  }
  expect(slept).toEqual([]);
  const parts = [...ran]
    .filter(([logicalId]) => logicalId.startsWith('Watch'))
    .flatMap(([, [event]]) => (event as { parts: number[] }).parts);
  expect(parts.toSorted((a, b) => a - b)).toEqual(allMonitorParts);
});

test('the local run follows the retries that the constructs set', { timeout: 30_000 }, async () => {
  Object.assign(said, { retries: 2, oldestSeconds: 21_600 });
  vi.resetModules();
  const { coldwatchApp: changed } = await import('../../lib/coldwatch-app.ts');
  const ran = await ticked(synthesised(changed));
  expect(ran.size).toBe(monitoringFunctions + 1);
  for (const [logicalId, events] of ran) expect(events).toHaveLength(logicalId.startsWith('Canary') ? 3 : 15);
  expect(slept.filter((milliseconds) => milliseconds === 60_000)).toHaveLength(5 * monitoringFunctions + 1);
  expect(slept.filter((milliseconds) => milliseconds === 120_000)).toHaveLength(5 * monitoringFunctions + 1);
});
