import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { shipmentAttachFiles } from '../../src/cli/attach-files.ts';
import { shipmentFiles, shipmentSetFileAside } from '../../src/cli/shipment-files.ts';
import { type SignedIn, addressOf, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
let lena: SignedIn;
let options: { state: string };
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  options = { state: run.folder };
  lena = await signInAs(run, 'lena');
});
afterAll(() => run.stop());

const minute = 60_000;
const begin = Math.floor((Date.now() - 300 * minute) / (10 * minute)) * 10 * minute;
/** A logger's record of five hours, a reading every ten minutes. */
function record(celsiusAt: (index: number) => number, { offset = 'Z' } = {}): string {
  const rows = Array.from({ length: 30 }, (_, index) => {
    const time = new Date(begin + index * 10 * minute).toISOString().slice(0, 19);
    return `${time}${offset},${celsiusAt(index).toFixed(1)}`;
  });
  return ['Time,Temperature (°C)', ...rows, ''].join('\n');
}
const steady = record((index) => 4 + (index % 5) / 10);

function fileNamed(name: string, content: string | Uint8Array): string {
  const path = join(run.folder, name);
  writeFileSync(path, content);
  return path;
}

async function planned(shipment: string): Promise<void> {
  await lena.do('createShipment', {
    body: { shipment, goods: 'x', origin: 'A', destination: 'B', site: 'north', profile: 'controlled-cold' },
  });
}

const attach = (shipment: string, paths: string[], more: object = {}): Promise<string[]> =>
  Array.fromAsync(shipmentAttachFiles(shipment, paths, { ...options, ...more }));

describe('a file of a logger', { timeout: 60_000 }, () => {
  test('becomes a sensor of the shipment, with its bytes in the evidence', async () => {
    await planned('FILE-1');
    const path = fileNamed('steady.csv', steady);
    const said = await attach('FILE-1', [path]);
    expect(said).toEqual([expect.stringMatching(/^steady\.csv is attached to FILE-1: 30 readings from /)]);
    const { files } = await lena.do('listFiles', { path: { shipment: 'FILE-1' } });
    const sha256 = createHash('sha256').update(steady).digest('hex');
    expect(files).toMatchObject([
      { sha256, name: 'steady.csv', state: 'attached', readings: 30, by: 'lena', intervalSeconds: 600 },
    ]);
    expect(await shipmentFiles('FILE-1', options)).toMatch(
      new RegExp(`^${sha256.slice(0, 12)}  steady\\.csv  attached; `),
    );
    const { sequence } = await lena.do('showShipment', { path: { shipment: 'FILE-1' } });
    // Attached again, nothing changes.
    await attach('FILE-1', [path]);
    expect((await lena.do('showShipment', { path: { shipment: 'FILE-1' } })).sequence).toBe(sequence);
    const { items } = await lena.do('listLedger', { path: { shipment: 'FILE-1' } });
    console.log(JSON.stringify(items, null, 1));
  });
});
