import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { attachmentsRecorded, excursionsRecorded } from '../../src/shipments/ledger.ts';
import type { Reading } from '../../src/model/reading.ts';
import { escalateAlarms } from '../../src/monitoring/escalate-alarms.ts';
import { append, readDeviceItem } from '../../src/storage/append.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { Crash, dyingAt } from '../support/chaos.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, evaluating, warmProfile } from '../support/shipment.ts';

// An action is recorded in the ledger first and then on the devices; a function may die between the two.

let running: TestDatabase;
let database: Database;
beforeAll(async () => {
  running = await startDatabase('model');
  ({ database } = running);
  const [rule] = warmProfile.rules;
  await putProfile(
    database,
    { ...warmProfile, id: 'on-the-way', rules: [{ ...rule, phases: ['in-transit'] }] },
    'test',
  );
});
afterAll(() => running.stop());

const profile = { id: 'on-the-way', version: 1 };
const deadlines = { info: null, minor: null, major: null, critical: null };
const departedAt = start + minute;
const cameBackAt = start + 30 * minute;

type Devices = readonly [string, string];
type Action = (shipment: string, devices: Devices, database: Database) => Promise<void>;

/** A detached device is attached again after the departure. */
const attachAgain: Action = async (shipment, [device], mayDie) => {
  const again = { ...assignment(shipment, cameBackAt), profile, attachedAt: cameBackAt };
  await attachDevice(mayDie, device, again, { by: 'Ann', request: { key: 'attach', content: 'same' } });
};
const depart: Action = async (shipment, _, mayDie) => {
  await declareMilestone(mayDie, shipment, 'departed', departedAt, {
    by: 'Ann',
    request: { key: 'depart', content: 'same' },
  });
};

async function plan(shipment: string, devices: Devices): Promise<void> {
  await createShipment(database, shipment, { ...createdShipment, profile }, 'test');
  for (const device of devices)
    await attachDevice(database, device, { ...assignment(shipment), profile }, 'test');
}

async function planSwap(shipment: string, devices: Devices): Promise<void> {
  await plan(shipment, devices);
  await depart(shipment, devices, database);
  await detachDevice(database, devices[0], cameBackAt - 1, 'test');
}

/** Kills the action at each of its requests in turn, each time on a new shipment, until it completes. */
async function endAtEach(
  name: string,
  prepare: typeof plan,
  act: Action,
  check: (shipment: string, devices: Devices) => Promise<void>,
): Promise<number> {
  for (let count = 0; ; count++) {
    const shipment = `${name}-${count}`;
    const devices = [`${shipment}-1`, `${shipment}-2`] as const;
    await prepare(shipment, devices);
    try {
      await act(shipment, devices, dyingAt(database, count));
      return count;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    await check(shipment, devices);
  }
}

/** Sends a value above the profile's limit every ten minutes, and returns the rules of the recorded excursions. */
async function excursionsAfterWarmth(shipment: string, device: string): Promise<string[]> {
  const { evaluate } = evaluating(database);
  for (let at = cameBackAt + minute; at < cameBackAt + 60 * minute; at += 10 * minute) {
    const reading: Reading = { channel: 'temperature', at, value: 9 };
    await evaluate(await append(database, device, [[reading]]), { asOf: at, processedUpTo: -Infinity });
  }
  const { entries } = await readLedger(database, shipment);
  return [...excursionsRecorded(entries).values()].map(({ excursion: { rule } }) => rule);
}

const departureKnownTo = async (device: string): Promise<number | null> =>
  (await readDeviceItem(database, device)).assignment!.phases.departedAt;

describe('a function that dies between the ledger and the devices', () => {
  test('leaves no device behind the ledger once its request, an attachment, is repeated', async () => {
    const ended = await endAtEach('repeated', planSwap, attachAgain, async (shipment, devices) => {
      await attachAgain(shipment, devices, database);
      expect(await departureKnownTo(devices[0])).toBe(departedAt);
      expect(await excursionsAfterWarmth(shipment, devices[0])).toEqual(['warm-20m']);
    });
    expect(ended).toBeGreaterThan(10);
  });

  test.each<[string, typeof plan, Action]>([
    ['a departure', plan, depart],
    ['an attachment', planSwap, attachAgain],
  ])(
    'leaves no device behind the ledger once it is monitored, even if nobody repeats %s',
    async (_, prepare, act) => {
      const known = new Set<boolean>();
      await endAtEach(`once-${act.name}`, prepare, act, async (shipment, devices) => {
        const { evaluateDetached, requestNotification } = evaluating(database);
        await escalateAlarms(database, requestNotification, deadlines, evaluateDetached, shipment);
        const { entries } = await readLedger(database, shipment);
        const attached = attachmentsRecorded(entries).filter(({ detachedAt }) => detachedAt === null);
        const isDeparted = entries.some(({ fact }) => fact.kind === 'departed');
        for (const { device } of attached)
          expect(await departureKnownTo(device)).toBe(isDeparted ? departedAt : null);
        const isAttached = attached.some(({ device }) => device === devices[0]);
        known.add(isAttached && isDeparted);
        if (isAttached)
          expect(await excursionsAfterWarmth(shipment, devices[0])).toEqual(isDeparted ? ['warm-20m'] : []);
      });
      // It died both before and after the entry was recorded.
      expect(known).toEqual(new Set([false, true]));
    },
  );
});
