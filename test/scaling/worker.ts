// Measures what fleets and shipments of several sizes consume, in a thread whose clients talk to an account in memory.
import { parentPort, workerData } from 'node:worker_threads';
import { Clock } from '../benchmarks/cost/clock.ts';
import { queueRecord } from '../benchmarks/function-under-test.ts';
import { messageAt, profileJson } from '../benchmarks/message.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { saveSummary } from '../../src/storage/shipments.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import { type Account, openAccount } from '../proof/account.ts';
import { type Work, requestsIn } from '../simulation/meter.ts';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { recordOutcome } from '../../src/storage/record-outcome.ts';
import { signed } from '../support/facts.ts';
import { indexWords } from '../../src/storage/index-words.ts';
import { eventOf } from '../simulation/gateway-event.ts';
import type { TableShape } from '../models/table-shape.ts';

const minute = 60_000;
const intervalMs = 10 * minute;
const batch = 10;
/** Fewer would take too little time to measure. */
const fewestMessages = 4000;
const profile = { id: profileJson.id, version: profileJson.version };
const person = { username: 'lena', groups: ['logistics', 'site:north'] };

/** What one message, or one page, consumes. */
type Each = Omit<Work, 'requests'> & { readonly requests: number };
export type Counted = Each & { readonly size: number };
export type Grown = {
  readonly fleets: readonly Counted[];
  readonly shipments: readonly Counted[];
  readonly boards: readonly Counted[];
  readonly lists: readonly Counted[];
  readonly searches: readonly Counted[];
  readonly endedLists: readonly Counted[];
  readonly insights: readonly Counted[];
};

const { shapes, fleets, messagesEach, repetitions, lengths, ended } = workerData as {
  shapes: Readonly<Record<string, TableShape>>;
  /** The numbers of devices of the fleets. */
  fleets: readonly number[];
  messagesEach: number;
  repetitions: number;
  /** The numbers of messages of the shipments. */
  lengths: readonly number[];
  /** The numbers of ended shipments. */
  ended: readonly number[];
};

const account = await openAccount(shapes);
const clock = new Clock(Date.now());
const { database, services, invoke, monitorOnce, notifyAll, tokenOf } = account;
await putProfile(database, profileJson, 'proof');
const plan = { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile, audience: [] };

async function begin(thing: string): Promise<void> {
  await createShipment(database, `of-${thing}`, plan, 'proof');
  const attached = { shipment: `of-${thing}`, profile, since: clock.now, intervalMs, attachedAt: clock.now };
  await attachDevice(database, thing, attached, 'proof');
  await declareMilestone(database, `of-${thing}`, 'departed', clock.now, 'proof');
}

/** Devices send in turn, and monitoring runs each minute. Returns what all of it consumes, per message. */
async function sendMessages(things: readonly string[], each: number, from = 0): Promise<Each> {
  const total = things.length * each;
  let owed = 0;
  let sent = 0;
  let runs = 0;
  const asked = await services.meter.counted(async () => {
    while (sent < total) {
      clock.pass(minute);
      for (owed += (things.length * minute) / intervalMs; owed >= 1 && sent < total;) {
        const count = Math.min(batch, things.length, total - sent);
        const Records = Array.from({ length: count }, (_, offset) => {
          const index = from + Math.floor((sent + offset) / things.length);
          const thing = things[(sent + offset) % things.length]!;
          const time = new Date(clock.now - 2000).toISOString();
          const payload = JSON.stringify({ ...(JSON.parse(messageAt(index).json) as object), time });
          return queueRecord(thing, `${thing}-${index}`, payload, clock.now - 1000);
        });
        await invoke('ingest-telemetry', { Records });
        sent += count;
        owed -= count;
      }
      await monitorOnce();
      runs++;
      await notifyAll();
    }
  });
  // Each run of monitoring records itself with one write, by the clock and however many messages come.
  return dividedBy(total, { ...asked, writeUnits: asked.writeUnits - runs });
}

function dividedBy(count: number, work: Work): Each {
  return {
    writeUnits: work.writeUnits / count,
    readUnits: work.readUnits / count,
    requests: requestsIn(work) / count,
    milliseconds: work.milliseconds / count,
  };
}

/** Ends the shipments of a fleet, so that the next fleet is alone. */
async function end(things: readonly string[]): Promise<void> {
  for (const thing of things) await endShipment(account, `of-${thing}`);
  // Ended shipments are evaluated once more, and their devices go offline: costs that belong to their own life.
  for (let round = 0; round < 60; round++) {
    clock.pass(minute);
    await monitorOnce();
    await notifyAll();
  }
}

async function endShipment({ database: own }: Account, shipment: string): Promise<void> {
  const { entries } = await readLedger(own, shipment);
  const summary = summarise(entries);
  await saveSummary(own, {
    ...summary,
    sequence: summary.sequence + 1,
    isWatched: false,
    status: 'arrived',
    devices: [],
  });
}

const grown: { [Part in keyof Grown]: Counted[] } = {
  fleets: [],
  shipments: [],
  boards: [],
  lists: [],
  searches: [],
  endedLists: [],
  insights: [],
};

const warm = Array.from({ length: 50 }, (_, index) => `warm-${index}`);
for (const thing of warm) await begin(thing);
await sendMessages(warm, 60);
await end(warm);

// The sizes take turns, several times, because other work on the machine can only add to the time.
for (let round = 0; round < repetitions; round++)
  for (const [index, size] of fleets.entries()) {
    const things = Array.from({ length: size }, (_, place) => `fleet-${round}-${size}-${place}`);
    for (const thing of things) await begin(thing);
    // Until monitoring has seen the new shipments, and each device item contains as many messages as in the middle of
    // its cycle.
    await sendMessages(things, 4);
    const each = Math.max(messagesEach, Math.ceil(fewestMessages / size));
    const counted = { size, ...(await sendMessages(things, each, 4)) };
    const before = grown.fleets[index]?.milliseconds ?? Infinity;
    grown.fleets[index] = { ...counted, milliseconds: Math.min(before, counted.milliseconds) };
    await end(things);
  }
for (const size of lengths) {
  const things = Array.from({ length: 10 }, (_, index) => `long-${size}-${index}`);
  for (const thing of things) await begin(thing);
  await sendMessages(things, 4);
  grown.shipments.push({ size, ...(await sendMessages(things, size, 4)) });
  await end(things);
}
const token = await tokenOf(person);
for (let index = 0; index < 20; index++) await begin(`live-${index}`);
const { entries: entriesOfOne } = await readLedger(database, 'of-live-0');
const template = summarise(entriesOfOne);
/** A shipment that was released, is found by its words, and is counted. */
async function putEnded(shipment: string): Promise<void> {
  await saveSummary(database, {
    ...template,
    shipment,
    status: 'released',
    isWatched: false,
    devices: [],
    decision: { decision: 'released', lots: [], name: 'proof', sequence: 3, signedAt: clock.now },
  });
  const entries = entriesOfOne.map((entry) => ({ ...entry, shipment }));
  await indexWords(database, entries);
  const last = entries.at(-1)!;
  const { signature, ...fact } = signed({ judgedAt: clock.now });
  await recordOutcome(database, [
    ...entries,
    {
      ...last,
      sequence: last.sequence + 1,
      fact: { ...fact, signature: { ...signature, signedAt: clock.now } },
    },
  ]);
}
// More than a page, so that every page of ended shipments is full.
for (let index = 0; index < 40; index++) await putEnded(`before-${index}`);
let endedSoFar = 0;
for (const size of ended) {
  for (; endedSoFar < size; endedSoFar++) await putEnded(`ended-${endedSoFar}`);
  grown.boards.push({ size, ...(await page('listBoard', {})) });
  grown.lists.push({ size, ...(await page('listShipments', { status: 'in-transit', limit: '25' })) });
  // By a number that one shipment has, and a word that all of them have.
  grown.searches.push({ size, ...(await page('findShipments', { text: 'of-live-7 vaccine' })) });
  grown.endedLists.push({ size, ...(await page('listEnded', { limit: '25' })) });
  grown.insights.push({ size, ...(await page('getInsights', { by: 'lane' })) });
}
clock.stop();
parentPort!.postMessage(grown satisfies Grown);

async function page(route: RouteId, query: Record<string, string>): Promise<Each> {
  const times = 40;
  const event = eventOf(route, token, { query });
  for (let warming = 0; warming < 10; warming++) await invoke('api-read', event);
  const asked = await services.meter.counted(async () => {
    for (let time = 0; time < times; time++) {
      const { statusCode } = (await invoke('api-read', event)) as { statusCode: number };
      if (statusCode !== 200) throw new Error(`${route} answered ${statusCode}`);
    }
  });
  return dividedBy(times, asked);
}
