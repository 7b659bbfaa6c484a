import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedProfiles } from '../../local/demonstration/seed.ts';
import { readQueueProgress } from '../../src/storage/progress.ts';
import { type SignedIn, signInAs } from '../support/api-client.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';

let run: LocalRun;
let lena: SignedIn;
beforeAll(async () => {
  run = await startLocalRun();
  await seedProfiles(run.database);
  lena = await signInAs(run, 'lena');
});
afterAll(() => run?.stop());

const shipment = 'SILENT-1';
const kinds = (): string[] =>
  run
    .notifications()
    .filter((each) => each.shipment === shipment)
    .map(({ kind }) => kind);

test(
  'a device past its deadline is reported offline once the queue is processed up to that time',
  { timeout: 30_000 },
  async () => {
    const now = Date.now();
    const since = new Date(now - 30_000).toISOString();
    await lena.do('createShipment', {
      body: {
        shipment,
        goods: 'measles vaccine',
        origin: 'Cambridge',
        destination: 'Stansted',
        site: 'north',
        profile: 'demo-seconds',
        audience: ['site:north'],
      },
    });
    await lena.step('attachDevice', shipment, { device: 'box-silent', since });
    await lena.step('depart', shipment, { at: since });
    const connection = await run.connect('box-silent');
    const speak = (ago: number): Promise<void> =>
      connection.publish(
        'coldwatch/box-silent/telemetry',
        JSON.stringify({ time: Date.now() - ago, temperature: 5 }),
      );
    await speak(20_000);
    await speak(10_000);
    await run.drained();
    // The deadline counts from the attachment; this profile allows four seconds.
    await sleep(4200);

    // Messages may still wait in the queue: the first run sends a marker and reports no device offline.
    await run.cloud.invoke('Watch');
    expect(kinds()).toEqual([]);
    await run.allProcessed();
    expect(await readQueueProgress(run.database)).toBeGreaterThanOrEqual(now);
    await run.cloud.invoke('Watch');
    await run.drained();
    expect(kinds()).toEqual(['contact-lost']);

    // It is notified only once.
    await run.watch();
    await speak(0);
    await run.drained();
    expect(kinds()).toEqual(['contact-lost', 'contact-restored']);
    await connection.close();
  },
);
