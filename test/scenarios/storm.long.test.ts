import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Notification } from '../../src/model/notification.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { minute } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

const mail = 'desk@example.org';
const machine = 'https://example.org/hook';
let run: LocalRun;
beforeAll(async () => {
  run = await startLocalRun(
    [
      { protocol: 'email', endpoint: mail },
      { protocol: 'https', endpoint: machine },
    ],
    { foldWithinSeconds: 10, schedulesFasterMs: 10_000 },
  );
}, 240_000);
afterAll(() => run.stop());

test(
  'forty boxes of a vehicle that warm together cause few mails that name every box',
  { timeout: 300_000 },
  async () => {
    await putProfile(run.database, warmProfile, 'test');
    const now = Date.now();
    // Recent enough that no first reading counts as missing.
    const since = now - 25 * minute;
    const boxes = Array.from({ length: 40 }, (_, index) => `storm-${index}`);
    for (const box of boxes) {
      await createShipment(run.database, `S-${box}`, { ...createdShipment, vehicle: 'CW 17' }, 'test');
      const profile = { id: 'warm', version: 1 };
      await attachDevice(
        run.database,
        box,
        { shipment: `S-${box}`, profile, since, intervalMs: 10 * minute, attachedAt: since },
        'test',
      );
    }
    const readings = [22, 12, 2].map((ago) => ({ time: now - ago * minute, temperature: 9 }));
    await Promise.all(
      boxes.map(async (box) => {
        const connection = await run.connect(box);
        await connection.publish(`coldwatch/${box}/telemetry`, JSON.stringify(readings));
        await connection.close();
      }),
    );
    const received = (to: string) => run.cloud.inbox.received.filter((each) => each.to === to);
    // A crash between publishing and marking causes a second notification.
    const notified = (): Set<string> =>
      new Set(
        received(machine).flatMap(({ message }) => {
          const { id, together = [id] } = JSON.parse(message) as Notification;
          return together;
        }),
      );
    for (let waited = 0; waited < 1000 && notified().size < boxes.length; waited++) await sleep(250);
    expect([...notified()].sort()).toEqual(boxes.map((box) => `S-${box}/3`).sort());
    expect(received(mail).length).toBe(received(machine).length);
    expect(received(mail).length).toBeLessThan(boxes.length / 2);
    expect(received(mail)[0]!.subject).toMatch(/^Too warm now: /);
    expect(received(mail).at(-1)!.subject).toMatch(
      /^Too warm now: (\d+ shipments, vehicle CW 17$|[\d.]+ °C, S-storm-\d+ )/,
    );
  },
);
