// Lets one part of `watch` look after a fleet, in virtual time: how long a minute's round takes, and what it asks for.
// Every request takes 2 to 60 ms, 31 on average, as in the proof by simulation: DynamoDB takes a tenth of it. `npm run bench:watch -- [devices]`.
import './quiet.ts';
import { settler } from '../functions/steps/settle.ts';
import { append } from '../store/append.ts';
import { attachDevice } from '../store/attach-device.ts';
import { putProfile } from '../store/profiles.ts';
import { noteQueueProgress } from '../store/queue-progress.ts';
import { readLedger } from '../store/ledger.ts';
import { markTold } from '../store/ledger-marks.ts';
import { createShipment, declarePassage } from '../store/shipment-steps.ts';
import { watchPartOf } from '../store/watch-parts.ts';
import { chanceOf } from '../prove/chance.ts';
import { environmentOf, quietMetrics } from '../prove/faults/environment.ts';
import { noFaults } from '../prove/faults/fault-kinds.ts';
import { FunctionHost, loadInstances } from '../prove/faults/function-host.ts';
import { requestsIn } from '../prove/faults/meter.ts';
import { Services, installServices, setServices } from '../prove/faults/services.ts';
import { VirtualTime, installTime, setTime } from '../prove/faults/virtual-time.ts';
import { timeoutSeconds } from '../prove/faults/world.ts';
import { FifoQueueModel } from '../prove/models/fifo-queue-model.ts';
import { databaseOf } from '../prove/models/model-client.ts';
import { QueueModel } from '../prove/models/queue-model.ts';
import { TablesModel } from '../prove/models/tables-model.ts';
import { shapesOfTemplate } from '../prove/shapes.ts';
import { messageAt, profileJson } from './message.ts';

const minute = 60_000;
const intervalMs = 10 * minute;
const part = 0;
const devices = Number(process.argv[2] ?? 10_000);

const shapes = shapesOfTemplate();
installTime();
installServices();
quietMetrics();
Object.assign(process.env, environmentOf(Object.keys(shapes)));
const make = await loadInstances('watch', (_, source) => source);
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
  if (watchPartOf(`F-${index}`) === part) shipments.push(`F-${index}`);
for (const shipment of shipments) {
  const plan = { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile, audience: [] };
  await createShipment(database, shipment, plan, 'bench');
  const attached = { shipment, profile, since: time.now, intervalMs, attachedAt: time.now };
  await attachDevice(database, `of-${shipment}`, attached, 'bench');
  await declarePassage(database, shipment, 'departed', time.now, 'bench');
}

const host = new FunctionHost('watch', make, {
  time,
  // No instance is let go.
  chance: Object.assign(Object.create(chance) as typeof chance, { is: () => false }),
  timeoutMs: timeoutSeconds.watch * 1000,
});

/** One round, a minute after the one before: its virtual seconds, requests and processor time, that of the tables included. */
async function round(what: string): Promise<number> {
  const begunAt = time.now;
  const before = process.cpuUsage();
  let seconds = 0;
  const asked = await services.meter.counted(async () => {
    let isDone = false;
    const look = async (): Promise<void> => {
      const { ok } = await host.invoke({ parts: [part] });
      seconds = ok ? (time.now - begunAt) / 1000 : NaN;
      isDone = true;
    };
    void look();
    await time.run(begunAt + minute, () => isDone);
  });
  const { user, system } = process.cpuUsage(before);
  time.now = begunAt + minute;
  console.log(
    `${what.padEnd(44)} ${seconds.toFixed(1).padStart(6)} s ${String(requestsIn(asked)).padStart(8)} requests ${((user + system) / 1e6).toFixed(1).padStart(6)} s of the processor`,
  );
  return requestsIn(asked);
}

const { settle } = settler(database, async () => true);

/** A tenth of the fleet speaks, as each minute, and is taken in. */
async function speak(index: number): Promise<void> {
  for (let place = index % 10; place < devices; place += 10) {
    const readings = messageAt(index).readings.map((each) => ({ ...each, at: time.now - 1000 }));
    const head = await append(database, `of-${shipments[place]!}`, [readings]);
    await settle(head, { asOf: time.now, processedUpTo: -Infinity });
  }
}

/** People are notified of everything; how many devices they have heard of as silent. */
async function notifyAll(): Promise<number> {
  let silent = 0;
  for (const shipment of shipments) {
    const { entries, told } = await readLedger(database, shipment);
    for (const entry of entries) if (!told.has(entry.sequence)) await markTold(database, entry, time.now);
    if (entries.some(({ fact }) => fact.kind === 'contact-lost')) silent++;
  }
  return silent;
}

await notifyAll();
console.log(`${devices} devices of one part, one to a shipment`);
for (let index = 0; index < 60; index++) {
  await speak(index);
  const what = index === 0 ? 'a new instance looks at all' : index < 45 ? 'after it' : 'as always';
  await round(`${what}, minute ${index}`);
}
const silentFrom = time.now;
for (let index = 0, silent = 0; index < 60 && silent < devices; index++) {
  await noteQueueProgress(database, time.now);
  await round(`all are silent, minute ${index}`);
  const now = await notifyAll();
  if (now > silent) console.log(`  ${(silent = now)} of ${devices} are recorded as silent`);
}
console.log(
  `all recorded ${((time.now - silentFrom) / minute).toFixed(0)} minutes after they were last heard`,
);
