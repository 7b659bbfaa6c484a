import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { parseProfile } from '../../../src/model/parse-profile.ts';
import { detachDevice, attachDevice } from '../../../src/storage/attach-device.ts';
import { putProfile } from '../../../src/storage/store-profile.ts';
import { createShipment, declareMilestone } from '../../../src/storage/shipment-actions.ts';
import { recordsFromEnv } from '../../../src/storage/database-from-env.ts';
import { runsAfterChange } from '../../../src/monitoring/polling-schedule.ts';
import { handedOver, loadFunction, queueRecord, setEnvironment } from '../function-under-test.ts';
import { messageAt } from '../message.ts';
import { Clock } from './clock.ts';
import { type CountedSource, countSource } from './count-source.ts';
import type { Used } from './meter.ts';
import { type Share, share } from './share.ts';

/** What a fleet uses of the services, measured on the functions as they are deployed. */
export type Counted = {
  readonly messages: number;
  /** Device-minutes that were monitored. */
  readonly deviceMinutes: number;
  /** Ingesting all messages, with the function's invocations. */
  readonly ingest: Share;
  /** Monitoring the fleet during that time, all parts together. */
  readonly monitoring: Share;
  /** Monitoring all parts while they are empty. */
  readonly idleMonitoring: Share;
  /** The notify function during that time: its tick each minute, with nothing to send. */
  readonly notify: Share;
  /** A shipment's life apart from its messages: created, attached, departed, arrived, detached. */
  readonly life: Used;
  /** The same messages sent by a source over HTTPS. */
  readonly source: CountedSource;
  /** Bytes of a message in the archive, compressed. */
  readonly archivedBytesPerMessage: number;
  /** Bytes that a message's readings take up in the tables, once flushed to the journal. */
  readonly storedBytesPerMessage: number;
};

type Fleet = { readonly intervalMs: number; readonly batch: number; readonly profile: unknown };

/** How many devices are run, and how many messages each sends: a sample of a steady fleet. */
const devices = 100;
const messagesEach = 72;
const minute = 60_000;

/** Runs a sample of a fleet through the functions in virtual time, and measures what it uses. */
export async function countFleet({ intervalMs, batch, profile }: Fleet): Promise<Counted> {
  const engine = new Worker(new URL('./engine-worker.ts', import.meta.url));
  const ask = async <Answer>(what?: 'read' | 'size'): Promise<Answer> => {
    if (what !== undefined) engine.postMessage(what);
    const [answer] = (await once(engine, 'message')) as [Answer];
    return answer;
  };
  const { endpoint, tables } = await ask<{ endpoint: string; tables: Record<string, string> }>();
  setEnvironment(tables);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    ARCHIVE_BUCKET: 'archive',
    INGEST_QUEUE_URL: `${endpoint}/000000000000/queue`,
    NOTIFICATIONS_QUEUE_URL: `${endpoint}/000000000000/notifications.fifo`,
    DELIVERIES_QUEUE_URL: `${endpoint}/000000000000/deliveries`,
    MARKER_DELAY_SECONDS: '155',
    FOLD_WITHIN_SECONDS: '60',
    TIME_ZONE: 'UTC',
    PAGE_ADDRESS: 'https://cold.example',
    ACKNOWLEDGE_WITHIN_MINUTES: JSON.stringify({ info: null, minor: 240, major: 30, critical: 15 }),
  });
  const clock = new Clock(Date.UTC(2026, 0, 1));
  const read = (): Promise<Used> => ask('read');
  try {
    const idleMonitoring = await idle(await loadFunction('monitor-shipments'), clock, read);
    const things = Array.from({ length: devices }, (_, index) => `truck-${index}`);
    const life = await liveOnce(profile, things, intervalMs, clock, read);
    const ingest = share(await loadFunction('ingest-telemetry'), read);
    const monitorOnce = await loadFunction('monitor-shipments');
    const firstRun = share(monitorOnce, read);
    for (let round = 0; round < runsAfterChange; round++) {
      clock.pass(minute);
      await firstRun.run({});
    }
    const monitoring = share(monitorOnce, read);
    const notify = share(await loadFunction('notify'), read);
    const before = await ask<number>('size');
    const messages = devices * messagesEach;
    let owed = 0;
    let sent = 0;
    // Devices send one after another, evenly spread over their interval; monitoring runs once a minute.
    while (sent < messages) {
      clock.pass(minute);
      for (owed += (devices * minute) / intervalMs; owed >= batch && sent < messages; owed -= batch) {
        await ingest.run(recordsOf(things, sent, batch, clock.now));
        sent += batch;
      }
      await monitoring.run({});
      const tick = JSON.stringify({ source: 'aws.events' });
      await notify.run({ Records: [handedOver(`tick-${sent}`, tick, clock.now)] });
    }
    const storedBytes = (await ask<number>('size')) - before;
    const source = await countSource({
      things,
      batch,
      intervalMs,
      clock,
      read,
      firstMessage: messagesEach,
    });
    return {
      messages: sent,
      deviceMinutes: monitoring.used.invocations * devices,
      ingest: ingest.used,
      monitoring: monitoring.used,
      idleMonitoring,
      notify: notify.used,
      life: withEvaluations(life, firstRun.used),
      archivedBytesPerMessage: gzipSync(Buffer.concat(ingest.used.streamedRaw)).length / sent,
      storedBytesPerMessage: storedBytes / sent,
      source,
    };
  } finally {
    clock.stop();
    await engine.terminate();
  }
}

/** Some minutes of monitoring with nothing to monitor, after its first minute. */
async function idle(
  monitorOnce: (event: unknown) => Promise<unknown>,
  clock: Clock,
  read: () => Promise<Used>,
): Promise<Share> {
  await monitorOnce({});
  const minutes = share(monitorOnce, read);
  for (let round = 0; round < 10; round++) {
    clock.pass(minute);
    await minutes.run({});
  }
  return minutes.used;
}

/** Adds the evaluations that follow changes of a shipment, which belong to its life rather than to its messages. */
function withEvaluations(life: Used, evaluations: Used): Used {
  // Each change is archived once.
  const changes = life.requests['PutObject'] ?? 0;
  return {
    ...life,
    writeUnits: life.writeUnits + (changes * evaluations.writeUnits) / devices,
    readUnits: life.readUnits + (changes * evaluations.readUnits) / devices,
  };
}

/** Creates a shipment for each thing, and measures the whole life of the first. */
async function liveOnce(
  json: unknown,
  things: readonly string[],
  intervalMs: number,
  clock: Clock,
  read: () => Promise<Used>,
): Promise<Used> {
  const database = recordsFromEnv();
  const parsed = parseProfile(json);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const profile = { id: parsed.profile.id, version: parsed.profile.version };
  await putProfile(database, json, 'cost');
  const begin = async (shipment: string, thing: string): Promise<void> => {
    const plan = { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile, audience: [] };
    await createShipment(database, shipment, plan, 'cost');
    await attachDevice(
      database,
      thing,
      { shipment, profile, since: clock.now, intervalMs, attachedAt: clock.now },
      'cost',
    );
    await declareMilestone(database, shipment, 'departed', clock.now, 'cost');
  };
  await read();
  await begin('once', 'truck-once');
  clock.pass(minute);
  await declareMilestone(database, 'once', 'arrived', clock.now, 'cost');
  await detachDevice(database, 'truck-once', clock.now, 'cost');
  const life = await read();
  for (const thing of things) await begin(`of-${thing}`, thing);
  await read();
  return life;
}

/** The next messages of the fleet, as the queue delivers them. */
function recordsOf(things: readonly string[], sent: number, count: number, now: number) {
  return {
    Records: Array.from({ length: count }, (_, offset) => {
      const index = Math.floor((sent + offset) / things.length);
      const thing = things[(sent + offset) % things.length]!;
      const time = new Date(now - 2000).toISOString();
      const payload = JSON.stringify({ ...(JSON.parse(messageAt(index).json) as object), time });
      return queueRecord(thing, `${thing}-${index}`, payload, now - 1000);
    }),
  };
}
