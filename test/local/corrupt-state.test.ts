import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settings as local } from '../../config/local.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import { people } from '../../local/demonstration/people.ts';
import { StartupError } from '../../local/startup-error.ts';
import { assemblyOf } from '../support/assembly.ts';

const stateFolder = mkdtempSync(join(tmpdir(), 'coldwatch-corrupt-'));
let assembly: string;
beforeAll(async () => {
  assembly = await assemblyOf(local);
  const cloud = await started();
  await cloud.filesOf('spare-1');
  await cloud.stop();
});
afterAll(() => rmSync(stateFolder, { recursive: true, force: true }));

const started = (): Promise<Cloud> =>
  startCloud({
    assembly,
    stateFolder,
    port: 0,
    mqttPort: 0,
    schedulesFasterMs: 3_600_000,
    waitsAtMostMs: 0,
    people,
    tokensAtMostSeconds: null,
    onNotification: () => undefined,
    warm: 0,
  });

test.each([
  'people.json',
  'sign-in-key.json',
  'authority/registry.json',
  'authority/ca.key',
  'tables/CURRENT',
])(
  'a state folder in which %s is cut is refused in one sentence, and works again once it is whole',
  async (file) => {
    const path = join(stateFolder, file);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    const error = await started().then(
      async (cloud) => {
        await cloud.stop();
        return null;
      },
      (refused: unknown) => refused as Error,
    );
    writeFileSync(path, whole);
    expect(error).toBeInstanceOf(StartupError);
    const reason = (error!.cause as Error).message;
    expect(error!.message).toBe(
      `the state folder ${stateFolder} cannot be read (${reason}); start with --fresh to discard it, or give another with --state DIR`,
    );
    expect(error!.message.split('\n')).toHaveLength(1);
  },
);

test('the whole state folder starts again', async () => {
  await (await started()).stop();
});
