// Lets a fleet speak, some of it fall silent, and counts when people hear of it, in a thread whose clients talk to an
// account in memory. Queue, pollers and functions go by the seconds of a time of their own.
import { parentPort, workerData } from 'node:worker_threads';
import type { SQSBatchResponse } from 'aws-lambda';
import { Clock } from '../../benchmarks/cost/clock.ts';
import { handedOver, routedBody } from '../../benchmarks/function-under-test.ts';
import { profileJson } from '../../benchmarks/message.ts';
import { attachDevice } from '../../../src/storage/attach-device.ts';
import { readLedger } from '../../../src/storage/ledger.ts';
import { putProfile } from '../../../src/storage/profiles.ts';
import { createShipment, declareMilestone } from '../../../src/storage/shipment-actions.ts';
import { openAccount } from '../account.ts';
import { chanceOf } from '../chance.ts';
import type { QueuedMessage } from '../../models/queue-model.ts';
import { type Mutant, mutate } from '../mutate.ts';
import type { TableShape } from '../../models/table-shape.ts';

/** What a fleet goes through. Minutes count from its beginning. */
export type Fleet = {
  readonly name: string;
  readonly devices: number;
  readonly minutes: number;
  /** So many devices say nothing any more from then on. */
  readonly silent: number;
  readonly silentFromMinute: number;
  /** Messages that fail whenever they are processed. */
  readonly poison: number;
  /** Nothing is processed in between. */
  readonly stopped: { readonly fromMinute: number; readonly toMinute: number } | null;
};

/** When people heard of it, in seconds after `maxGap` had passed; null: not at all. */
export type Heard = {
  readonly fleet: Fleet;
  readonly silent: readonly (number | null)[];
  /** Devices that were called silent and were not. */
  readonly wrongly: readonly string[];
  /** The longest that the queue was. */
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
const heard: Heard[] = [];
for (const fleet of fleets) heard.push(await liveThrough(fleet));
clock.stop();
parentPort!.postMessage(heard satisfies Heard[]);

async function liveThrough(fleet: Fleet): Promise<Heard> {
  const chance = chanceOf(fleet.name);
  const beginsAt = clock.now;
  const things = Array.from({ length: fleet.devices }, (_, index) => `${fleet.name}-${index}`);
  const shipmentOf = (index: number): string => `of-${fleet.name}-${Math.floor(index / devicesOfShipment)}`;
  for (const [index, thing] of things.entries()) await begin(thing, shipmentOf(index), index, beginsAt);
  const poison = Array.from({ length: fleet.poison }, (_, index) => `${fleet.name}-poison-${index}`);
  account.refuseWritesOf(new Set(poison));
  const next = things.map(() => beginsAt + chance.number() * intervalMs);
  const spokeAt: number[] = things.map(() => beginsAt);
  const polled: Poller[] = Array.from({ length: pollers }, () => ({ messages: [], since: 0, busyUntil: 0 }));
  const endsAt = beginsAt + fleet.minutes * minute;
  const silentFrom = beginsAt + fleet.silentFromMinute * minute;
  let longest = 0;
  for (; clock.now < endsAt; clock.pass(second)) {
    for (const [index, at] of next.entries()) {
      if (at > clock.now || (index < fleet.silent && clock.now >= silentFrom)) continue;
      speak(things[index]!);
      spokeAt[index] = clock.now;
      next[index] = at + intervalMs + chance.between(-20, 20) * second;
    }
    if (clock.now === silentFrom) for (const thing of poison) speak(thing);
    const sinceBegin = (clock.now - beginsAt) / minute;
    const isStopped =
      fleet.stopped !== null && sinceBegin >= fleet.stopped.fromMinute && sinceBegin < fleet.stopped.toMinute;
    for (const poller of polled) await poll(poller, isStopped);
    longest = Math.max(longest, queue.length);
    if ((clock.now - beginsAt) % minute === 0) await invoke('monitor-shipments', {});
  }
  account.refuseWritesOf(new Set());
  return { fleet, ...(await whatPeopleHeard(things, shipmentOf, spokeAt, fleet)), longest };
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

function speak(thing: string): void {
  const payload = JSON.stringify({ time: new Date(clock.now).toISOString(), temperature: 5 });
  queue.send(routedBody(thing, payload, clock.now), clock.now);
}

/** A poller gathers a batch, hands it over, and is done with it a second later. What it has is in flight. */
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

async function whatPeopleHeard(
  things: readonly string[],
  shipmentOf: (index: number) => string,
  spokeAt: readonly number[],
  fleet: Fleet,
): Promise<Pick<Heard, 'silent' | 'wrongly'>> {
  const lost = new Map<string, number>();
  for (let index = 0; index < things.length; index += devicesOfShipment)
    for (const { fact, recordedAt } of (await readLedger(database, shipmentOf(index))).entries)
      if (fact.kind === 'contact-lost') lost.set(fact.device, recordedAt);
  const silent = things.slice(0, fleet.silent).map((thing, index) => {
    const at = lost.get(thing);
    return at === undefined ? null : (at - spokeAt[index]! - maxGapMs) / second;
  });
  return { silent, wrongly: things.slice(fleet.silent).filter((thing) => lost.has(thing)) };
}
