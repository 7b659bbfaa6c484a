import { setTimeout as sleep } from 'node:timers/promises';
import { topicOf } from '../../src/telemetry/topic.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { acknowledgeAlarm, createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { readingsUnder } from '../../src/storage/shipment-record.ts';
import type { Database } from '../../src/storage/tables.ts';
import type { DeviceConnection } from './device-connection.ts';
import { type ArrivedBox, arrivedBoxes, doorTimes, storedReadings } from './receipt-demo.ts';

const watcher = 'lena';
const profile = { id: 'controlled-cold', version: 1 };
const intervalMs = 600_000;
const timeoutMs = 60_000;
const channelsOfReading = 5;

/** Creates boxes that arrive after a day or two on the way: their sensors now deliver their stored readings. */
export async function seedDoor(
  database: Database,
  connect: (thing: string) => Promise<DeviceConnection>,
  now: number,
): Promise<void> {
  for (const box of arrivedBoxes) {
    const { entries } = await readLedger(database, box.shipment);
    if (entries.length === 0) await seedBox(database, box, connect, now);
  }
}

async function seedBox(
  database: Database,
  box: ArrivedBox,
  connect: (thing: string) => Promise<DeviceConnection>,
  now: number,
): Promise<void> {
  const { thing, shipment, goods, sscc, lots, origin, destination, answer } = box;
  const { since, departedAt, arrivedAt, calibratedUntil } = doorTimes(box, now);
  const readings = storedReadings(box, now);
  const route = {
    origin: null,
    destination: null,
    waypoints: [],
    plan: { departureAt: departedAt, arrivalAt: arrivedAt },
  };
  const plan = {
    goods,
    sscc,
    lots,
    origin,
    destination,
    site: 'north',
    profile,
    audience: ['site:north'],
    route,
  };
  await createShipment(database, shipment, plan, watcher);
  const attached = { shipment, profile, since, intervalMs, attachedAt: now, calibratedUntil };
  await attachDevice(database, thing, attached, watcher);
  await declareMilestone(database, shipment, 'departed', departedAt, watcher);
  const connection = await connect(thing);
  await connection.publish(topicOf(thing, 'telemetry'), JSON.stringify(readings));
  await connection.close();
  await until(async () => {
    const own = { ...attached, device: thing, detachedAt: null, declaredAt: null, role: 'product' } as const;
    return (
      (await readingsUnder(database, { ...own, products: null })).length >=
      readings.length * channelsOfReading
    );
  });
  if (answer !== null) {
    await until(async () => (await openRules(database, shipment)).length > 0);
    for (const rule of await openRules(database, shipment))
      await acknowledgeAlarm(database, shipment, rule, answer, watcher);
  }
  await declareMilestone(database, shipment, 'arrived', arrivedAt, watcher);
}

async function openRules(database: Database, shipment: string): Promise<string[]> {
  const { entries } = await readLedger(database, shipment);
  return [
    ...new Set(
      entries.flatMap(({ fact }) => (fact.kind === 'excursion-opened' ? [fact.excursion.rule] : [])),
    ),
  ];
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const begin = Date.now();
  while (!(await isSo())) {
    if (Date.now() - begin > timeoutMs)
      throw new Error('the boxes at the door were not processed within a minute');
    await sleep(100);
  }
}
