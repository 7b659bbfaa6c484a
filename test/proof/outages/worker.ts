// Simulates a fleet of which some devices go offline, and measures when people are notified, in a thread whose clients
// talk to an account in memory. Queue, pollers and functions run in virtual time, in steps of a second.
import { parentPort, workerData } from 'node:worker_threads';
import type { SQSBatchResponse } from 'aws-lambda';
import { Clock } from '../../benchmarks/cost/clock.ts';
import { handedOver, routedBody } from '../../benchmarks/function-under-test.ts';
import { profileJson } from '../../benchmarks/message.ts';
import { attachDevice } from '../../../src/storage/attach-device.ts';
import { readLedger } from '../../../src/storage/ledger.ts';
import { putProfile } from '../../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../../src/storage/shipment-actions.ts';
import { openAccount } from '../account.ts';
import { chanceOf } from '../chance.ts';
import type { QueuedMessage } from '../../models/queue-model.ts';
import { type Mutant, mutate } from '../mutate.ts';
import type { TableShape } from '../../models/table-shape.ts';

/** What happens to a fleet. Minutes count from its start. */
export type Fleet = {
  readonly name: string;
  readonly devices: number;
  readonly minutes: number;
  /** How many devices send nothing from a given minute on. */
  readonly offline: number;
  readonly offlineFromMinute: number;
  /** Messages that fail whenever they are processed. */
  readonly poison: number;
  /** Nothing is processed in between. */
  readonly stopped: { readonly fromMinute: number; readonly toMinute: number } | null;
};

/** When people were notified, in seconds after `maxGap`; null: never. */
export type Detection = {
  readonly fleet: Fleet;
  readonly offline: readonly (number | null)[];
  /** Devices that were called offline although they were not. */
  readonly wrongly: readonly string[];
  /** The greatest length of the queue. */
  readonly longest: number;
};

const second = 1000;
const minute = 60 * second;
const intervalMs = 10 * minute;
const maxGapMs = 30 * minute;
const batchSize = 10;
const windowMs = 5 * second;
const pollers = 20;
const devicesOfShipment = 10;

const { shapes, fleets, mutant } = workerData as {
  shapes: Readonly<Record<string, TableShape>>;
  fleets: readonly Fleet[];
  mutant: Mutant | null;
};

type Poller = { messages: QueuedMessage[]; since: number; busyUntil: number };

const account = await openAccount(shapes, mutate(mutant));
const { database, services, invoke } = account;
const { queue } = services;
const clock = new Clock(Date.UTC(2026, 0, 1));
await putProfile(database, profileJson, 'proof');
const profile = { id: profileJson.id, version: profileJson.version };
const detections: Detection[] = [];
for (const fleet of fleets) detections.push(await liveThrough(fleet));
clock.stop();
parentPort!.postMessage(detections satisfies Detection[]);

async function liveThrough(fleet: Fleet): Promise<Detection> {
  const chance = chanceOf(fleet.name);
  const beginsAt = clock.now;
  const things = Array.from({ length: fleet.devices }, (_, index) => `${fleet.name}-${index}`);
  const shipmentOf = (index: number): string => `of-${fleet.name}-${Math.floor(index / devicesOfShipment)}`;
  for (const [index, thing] of things.entries()) await begin(thing, shipmentOf(index), index, beginsAt);
  const poison = Array.from({ length: fleet.poison }, (_, index) => `${fleet.name}-poison-${index}`);
  account.refuseWritesOf(new Set(poison));
  const next = things.map(() => beginsAt + chance.number() * intervalMs);
  const lastSentAt: number[] = things.map(() => beginsAt);
  const polled: Poller[] = Array.from({ length: pollers }, () => ({ messages: [], since: 0, busyUntil: 0 }));
  const endsAt = beginsAt + fleet.minutes * minute;
  const offlineFrom = beginsAt + fleet.offlineFromMinute * minute;
  let longest = 0;
  for (; clock.now < endsAt; clock.pass(second)) {
    for (const [index, at] of next.entries()) {
      if (at > clock.now || (index < fleet.offline && clock.now >= offlineFrom)) continue;
      sendReading(things[index]!);
      lastSentAt[index] = clock.now;
      next[index] = at + intervalMs + chance.between(-20, 20) * second;
    }
    if (clock.now === offlineFrom) for (const thing of poison) sendReading(thing);
    const sinceBegin = (clock.now - beginsAt) / minute;
    const isStopped =
      fleet.stopped !== null && sinceBegin >= fleet.stopped.fromMinute && sinceBegin < fleet.stopped.toMinute;
    for (const poller of polled) await poll(poller, isStopped);
    longest = Math.max(longest, queue.length);
    if ((clock.now - beginsAt) % minute === 0) await invoke('monitor-shipments', {});
  }
  account.refuseWritesOf(new Set());
  return { fleet, ...(await detectionsOf(things, shipmentOf, lastSentAt, fleet)), longest };
}

async function begin(thing: string, shipment: string, index: number, since: number): Promise<void> {
  if (index % devicesOfShipment === 0)
    await createShipment(
      database,
      shipment,
      { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile, audience: ['site:north'] },
      'proof',
    );
  const attached = { shipment, profile, since, intervalMs, attachedAt: since };
  await attachDevice(database, thing, attached, 'proof');
  if (index % devicesOfShipment === 0) await declareMilestone(database, shipment, 'departed', since, 'proof');
}

function sendReading(thing: string): void {
  const payload = JSON.stringify({ time: new Date(clock.now).toISOString(), temperature: 5 });
  queue.send(routedBody(thing, payload, clock.now), clock.now);
}

/**
 * A poller receives a batch, invokes the function, and deletes the batch a second later. Until then it is in flight.
 */
async function poll(poller: Poller, isStopped: boolean): Promise<void> {
  if (clock.now < poller.busyUntil || isStopped) return;
  const isFirst = poller.messages.length === 0;
  poller.messages.push(...queue.receive(batchSize - poller.messages.length, clock.now));
  if (isFirst) poller.since = clock.now;
  if (poller.messages.length === 0) return;
  if (poller.messages.length < batchSize && clock.now - poller.since < windowMs) return;
  const { batchItemFailures } = (await invoke('ingest-telemetry', {
    Records: poller.messages.map(({ id, body, sentAt }) => handedOver(id, body, sentAt)),
  })) as SQSBatchResponse;
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  queue.done(
    poller.messages.filter(({ id }) => !failed.has(id)),
    clock.now,
    0,
  );
  poller.messages = [];
  poller.busyUntil = clock.now + second;
}

async function detectionsOf(
  things: readonly string[],
  shipmentOf: (index: number) => string,
  lastSentAt: readonly number[],
  fleet: Fleet,
): Promise<Pick<Detection, 'offline' | 'wrongly'>> {
  const lost = new Map<string, number>();
  for (let index = 0; index < things.length; index += devicesOfShipment)
    for (const { fact, recordedAt } of (await readLedger(database, shipmentOf(index))).entries)
      if (fact.kind === 'contact-lost') lost.set(fact.device, recordedAt);
  const offline = things.slice(0, fleet.offline).map((thing, index) => {
    const at = lost.get(thing);
    return at === undefined ? null : (at - lastSentAt[index]! - maxGapMs) / second;
  });
  return { offline, wrongly: things.slice(fleet.offline).filter((thing) => lost.has(thing)) };
}
