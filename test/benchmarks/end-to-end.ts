import { setTimeout as sleep } from 'node:timers/promises';
import { topicOf } from '../../src/telemetry/topic.ts';
import { putProfile } from '../../src/storage/profiles.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { startLocalRun } from '../support/local-run.ts';
import { quantile } from './measure.ts';
import { messageAt } from './message.ts';

const devices = 200;
const rounds = 8;
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
  const run = await startLocalRun();
  try {
    await putProfile(run.database, instantProfile, 'benchmark');
    const things = Array.from({ length: devices }, (_, index) => `van-${index}`);
    const since = Date.now() - 3_600_000;
    const reference = { id: 'instant', version: 1 };
    const connections = [];
    for (const thing of things) {
      const shipment = `of-${thing}`;
      await createShipment(
        run.database,
        shipment,
        { goods: 'x', origin: 'A', destination: 'B', site: 'n', profile: reference, audience: [] },
        'benchmark',
      );
      const assignment = {
        shipment,
        profile: reference,
        since,
        intervalMs: 600_000,
        attachedAt: since,
      };
      await attachDevice(run.database, thing, assignment, 'benchmark');
      connections.push({ thing, connection: await run.connect(thing) });
    }
    const payload = (index: number, temperature: number): string =>
      JSON.stringify({
        ...(JSON.parse(messageAt(index).json) as object),
        time: since + index * 1000,
        temperature,
      });

    const begin = performance.now();
    for (let round = 0; round < rounds; round++)
      await Promise.all(
        connections.map(({ thing, connection }) =>
          connection.publish(topicOf(thing, 'telemetry'), payload(round, 5)),
        ),
      );
    await run.settled();
    const throughput = (devices * rounds) / ((performance.now() - begin) / 1000);

    const delays: number[] = [];
    for (const { thing, connection } of connections.slice(0, alarms)) {
      const seen = run.cloud.inbox.received.length;
      const published = performance.now();
      await connection.publish(topicOf(thing, 'telemetry'), payload(rounds, 9));
      while (run.cloud.inbox.received.length === seen) await sleep(1);
      delays.push(performance.now() - published);
    }
    await Promise.all(connections.map(({ connection }) => connection.close()));

    return {
      messagesPerSecond: Math.round(throughput),
      publishToNotificationMs: { p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) },
    };
  } finally {
    await run.stop();
  }
}
