// Lets one monitoring function watch over a fleet in virtual time: how long a minute's run takes, and what it uses.
// Every request takes 2 to 60 ms, 31 on average, as in the simulation; DynamoDB takes a tenth of that. `npm run
// bench:watch -- [devices]`.
import '../support/own-temporary-folder.ts';
import './silence-logs.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import { append } from '../../src/storage/append.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { noteQueueProgress } from '../../src/storage/progress.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { markNotified } from '../../src/storage/ledger-markers.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { monitorPartOf } from '../../src/storage/monitor-parts.ts';
import { chanceOf } from '../proof/chance.ts';
import { environmentOf, silenceMetrics } from '../simulation/environment.ts';
import { noFaults } from '../simulation/fault-kinds.ts';
import { FunctionHost, loadInstances } from '../simulation/function-host.ts';
import { requestsIn } from '../simulation/meter.ts';
import { Services, installServices, setServices } from '../simulation/services.ts';
import { VirtualTime, installTime, setTime } from '../simulation/virtual-time.ts';
import { timeoutSeconds } from '../simulation/world.ts';
import { FifoQueueModel } from '../models/fifo-queue-model.ts';
import { databaseOf } from '../models/model-client.ts';
import { QueueModel } from '../models/queue-model.ts';
import { TablesModel } from '../models/tables-model.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { messageAt, profileJson } from './message.ts';

const minute = 60_000;
const intervalMs = 10 * minute;
const part = 0;
const devices = Number(process.argv[2] ?? 10_000);

const shapes = shapesOfTemplate();
installTime();
installServices();
silenceMetrics();
Object.assign(process.env, environmentOf(Object.keys(shapes)));
const make = await loadInstances('monitor-shipments', (_, source) => source);
const chance = chanceOf('watch part');
const time = new VirtualTime(Date.UTC(2026, 0, 1), chance);
const tables = new TablesModel(shapes, () => time.now);
const services = new Services(time, chance, {
  tables,
  queue: new QueueModel(chance, { visibilityMs: 155_000, mostReceives: 5 }),
  notifications: new FifoQueueModel({ visibilityMs: 0, retentionMs: minute }),
  faults: noFaults,
  ledgerHas: () => true,
});
setTime(time);
setServices(services);
const database = databaseOf(tables);
const profile = { id: profileJson.id, version: profileJson.version };
await putProfile(database, profileJson, 'bench');
const shipments: string[] = [];
for (let index = 0; shipments.length < devices; index++)
  if (monitorPartOf(`F-${index}`) === part) shipments.push(`F-${index}`);
for (const shipment of shipments) {
  const plan = { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile, audience: [] };
  await createShipment(database, shipment, plan, 'bench');
  const attached = { shipment, profile, since: time.now, intervalMs, attachedAt: time.now };
  await attachDevice(database, `of-${shipment}`, attached, 'bench');
  await declareMilestone(database, shipment, 'departed', time.now, 'bench');
}

const host = new FunctionHost('monitor-shipments', make, {
  time,
  // No instance is retired.
  chance: Object.assign(Object.create(chance) as typeof chance, { is: () => false }),
  timeoutMs: timeoutSeconds['monitor-shipments'] * 1000,
});

/**
 * One run, a minute after the one before: its virtual seconds, its requests and its processor time, including that of
 * the tables.
 */
async function round(what: string): Promise<number> {
  const begunAt = time.now;
  const before = process.cpuUsage();
  let seconds = 0;
  const asked = await services.meter.counted(async () => {
    let isDone = false;
    const run = async (): Promise<void> => {
      const { ok } = await host.invoke({ parts: [part] });
      seconds = ok ? (time.now - begunAt) / 1000 : NaN;
      isDone = true;
    };
    void run();
    await time.run(begunAt + minute, () => isDone);
  });
  const { user, system } = process.cpuUsage(before);
  time.now = begunAt + minute;
  console.log(
    `${what.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s ${String(requestsIn(asked)).padStart(8)} requests ${((user + system) / 1e6).toFixed(1).padStart(6)} s of processor time`,
  );
  return requestsIn(asked);
}

const { evaluate } = deviceEvaluator(database, async () => true);

/** A tenth of the fleet sends, as each minute, and is ingested. */
async function speak(index: number): Promise<void> {
  for (let place = index % 10; place < devices; place += 10) {
    const readings = messageAt(index).readings.map((each) => ({ ...each, at: time.now - 1000 }));
    const deviceItem = await append(database, `of-${shipments[place]!}`, [readings]);
    await evaluate(deviceItem, { asOf: time.now, processedUpTo: -Infinity });
  }
}

/** Sends all notifications; returns the number of devices that people were notified of as offline. */
async function notifyAll(): Promise<number> {
  let offline = 0;
  for (const shipment of shipments) {
    const { entries, notified } = await readLedger(database, shipment);
    for (const entry of entries)
      if (!notified.has(entry.sequence)) await markNotified(database, entry, time.now);
    if (entries.some(({ fact }) => fact.kind === 'contact-lost')) offline++;
  }
  return offline;
}

await notifyAll();
console.log(`${devices} devices in one part, one per shipment`);
for (let index = 0; index < 60; index++) {
  await speak(index);
  const what =
    index === 0 ? 'a new instance evaluates everything' : index < 45 ? 'after that' : 'steady state';
  await round(`${what}, minute ${index}`);
}
const offlineFrom = time.now;
for (let index = 0, offline = 0; index < 60 && offline < devices; index++) {
  await noteQueueProgress(database, time.now);
  await round(`all are offline, minute ${index}`);
  const now = await notifyAll();
  if (now > offline) console.log(`  ${(offline = now)} of ${devices} are recorded as offline`);
}
console.log(
  `all recorded ${((time.now - offlineFrom) / minute).toFixed(0)} minutes after their last message`,
);
