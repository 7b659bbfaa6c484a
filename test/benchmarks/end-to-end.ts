import { setTimeout as sleep } from 'node:timers/promises';
import { topicOf } from '../../src/telemetry/topic.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { DeviceConnection } from '../../local/demonstration/device-connection.ts';
import { type LocalRun, startLocalRun } from '../support/local-run.ts';
import { quantile } from './measure.ts';
import { messageAt } from './message.ts';

const devices = 200;
const repetitions = 8;
/** Notifications timed one after another, each from a device of its own. */
const alarms = 40;

const instantProfile = {
  id: 'instant',
  version: 1,
  name: 'Instant',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [{ id: 'warm', channel: 'temperature', above: 8, mode: 'instant', severity: 'major' }],
};

type EndToEnd = {
  messagesPerSecond: number;
  publishToNotificationMs: { p50: number; p99: number };
};

/** The whole local run, from device to inbox: its throughput and its latency. */
export async function endToEnd(): Promise<EndToEnd> {
  const run = await startLocalRun(undefined, { warm: 1 });
  try {
    const since = Date.now() - 3_600_000;
    const fleet = await connectFleet(run, since);
    const throughput = await messagesPerSecond(run, fleet, since);
    const delays = await notificationDelaysMs(run, fleet.slice(0, alarms), since);
    await Promise.all(fleet.map(({ connection }) => connection.close()));
    return {
      messagesPerSecond: Math.round(throughput),
      publishToNotificationMs: { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) },
    };
  } finally {
    await run.stop();
  }
}

const things = Array.from({ length: devices }, (_, index) => `van-${index}`);

type Fleet = readonly { readonly thing: string; readonly connection: DeviceConnection }[];

/** Attaches each device to a shipment of its own, and connects it. */
async function connectFleet(run: LocalRun, since: number): Promise<Fleet> {
  await putProfile(run.database, instantProfile, 'benchmark');
  const reference = { id: 'instant', version: 1 };
  const fleet = [];
  for (const thing of things) {
    const shipment = `of-${thing}`;
    await createShipment(
      run.database,
      shipment,
      { goods: 'x', origin: 'A', destination: 'B', site: 'n', profile: reference, audience: [] },
      'benchmark',
    );
    const assignment = { shipment, profile: reference, since, intervalMs: 600_000, attachedAt: since };
    await attachDevice(run.database, thing, assignment, 'benchmark');
    fleet.push({ thing, connection: await run.connect(thing) });
  }
  return fleet;
}

function payloadAt(index: number, since: number, temperature: number): string {
  return JSON.stringify({
    ...(JSON.parse(messageAt(index).json) as object),
    time: since + index * 1000,
    temperature,
  });
}

/** Lets all devices publish at once, round after round, and waits until everything is processed. */
async function messagesPerSecond(run: LocalRun, fleet: Fleet, since: number): Promise<number> {
  const begin = performance.now();
  for (let round = 0; round < repetitions; round++)
    await Promise.all(
      fleet.map(({ thing, connection }) =>
        connection.publish(topicOf(thing, 'telemetry'), payloadAt(round, since, 5)),
      ),
    );
  await run.allProcessed();
  return (devices * repetitions) / ((performance.now() - begin) / 1000);
}

/** Lets one device after another publish an excursion, and waits for its notification. */
async function notificationDelaysMs(run: LocalRun, fleet: Fleet, since: number): Promise<number[]> {
  const delays: number[] = [];
  for (const { thing, connection } of fleet) {
    const seen = run.cloud.inbox.received.length;
    const published = performance.now();
    await connection.publish(topicOf(thing, 'telemetry'), payloadAt(repetitions, since, 9));
    while (run.cloud.inbox.received.length === seen) await sleep(1);
    delays.push(performance.now() - published);
  }
  return delays;
}
