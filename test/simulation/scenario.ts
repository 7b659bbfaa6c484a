import type { Entry } from '../../src/shipments/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from '../proof/chance.ts';
import { type ApiAnswers, readAnswers } from './api-answers.ts';
import { noFaults } from './fault-kinds.ts';
import type { FunctionHost } from './function-host.ts';
import { changeProducts, readmit, sayWhatWasBefore } from './goods-people.ts';
import type { Identity } from './identity.ts';
import { type Confirmed, type Office, acknowledge, declareByMistake, divert, handle } from './people.ts';
import { signFor } from './pharmacists.ts';
import { productProfiles } from './product-profiles.ts';
import { profiles } from './profiles.ts';
import { AcceptedBodies, createSources, postBody, publishBodies } from './send-bodies.ts';
import type { Services } from './services.ts';
import {
  type TracedMessage,
  Monitors,
  deliver,
  feed,
  feedNotifications,
  monitorNowAndThen,
} from './traffic.ts';
import { hasWaiting, ledgerIn } from './table-queries.ts';
import type { Plan, Size } from './plan-types.ts';
import { type Parts, type World, openWorld } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The state of a world once all work is done. */
export type FinalState = {
  readonly database: Database;
  readonly services: Services;
  readonly received: readonly TracedMessage[];
  /** The messages of sources that were accepted. */
  readonly accepted: AcceptedBodies['all'];
  readonly confirmed: readonly Confirmed[];
  readonly crashes: number;
  readonly deadLetters: number;
  /** Invocations that never end, and unexpected responses to people. */
  readonly violations: readonly string[];
  /** The last time the monitoring functions ran. What becomes due later cannot be in the ledger. */
  readonly lastMonitoredAt: number;
  /** When all monitoring functions were started; epoch milliseconds, ascending. */
  readonly monitoredAt: readonly number[];
  readonly ledger: (shipment: string) => Entry[];
  /** When the world ended; epoch milliseconds. */
  readonly endedAt: number;
  /** What the API shows of each shipment at the end. */
  readonly answers: readonly ApiAnswers[];
};

/** Simulates a world: what was planned for it, then enough time for everything to recover. */
export async function live(plan: Plan, seed: number, size: Size, parts: Parts): Promise<FinalState> {
  const { identity } = parts;
  identity.forget();
  const world = openWorld(chanceOf(`${seed} runs`), plan.beginsAt, parts);
  const { time, tables, queue, notifications, services, database } = world;
  const used = plan.shipments.some(({ goods }) => goods !== null)
    ? [...profiles, ...productProfiles]
    : profiles;
  for (const profile of used) await putProfile(database, profile, 'test');
  const secrets = await createSources(database, plan.sources, plan.beginsAt);
  services.faults = plan.faults;
  const office = openOffice(world, identity);
  const work = new Work();
  const traffic = startTraffic(world, plan, size, secrets, work);
  for (const each of plan.shipments) {
    work.add(handle(office, each));
    work.add(declareByMistake(office, each));
    work.add(divert(office, each));
    if (!size.hasPeople) continue;
    work.add(acknowledge(office, each, plan.endsAt));
    work.add(signFor(office, each));
    work.add(changeProducts(office, each));
    work.add(sayWhatWasBefore(office, each));
    work.add(readmit(office, each));
  }
  await time.run(plan.endsAt);

  services.faults = noFaults;
  const isDone = (): boolean => traffic.isIdle() && work.underway === 0;
  await time.run(time.now + day, isDone);
  const violations = isDone()
    ? []
    : [`${queue.length + notifications.length} messages or ${work.underway} people or senders wait forever`];
  const { lastMonitoredAt, deadLetters } = await recover(world, traffic, isDone);
  if (queue.deadLetters.length > 0)
    violations.push(`${queue.deadLetters.length} dead letters cannot be recovered`);
  const lost = lostOf(traffic.received, services);
  if (lost > 0) violations.push(`${lost} messages are neither in the archive nor waiting for it`);
  traffic.stop();
  const answers: ApiAnswers[] = [];
  const reader = world.host('api-read');
  for (const each of plan.shipments)
    work.add(readAnswers(each, { host: reader, identity, time }).then((answer) => void answers.push(answer)));
  await time.run(time.now + minute, () => work.underway === 0);
  const hosts = [
    ...traffic.hosts,
    office.host('api-write'),
    office.host('api-sign'),
    ...traffic.monitors.hosts,
  ];
  return {
    database,
    services,
    received: traffic.received,
    accepted: traffic.accepted.all,
    confirmed: office.confirmed,
    crashes: hosts.reduce((sum, host) => sum + host.crashes, 0),
    deadLetters,
    violations: [...work.failures, ...traffic.accepted.failures, ...violations],
    lastMonitoredAt,
    endedAt: time.now,
    answers,
    monitoredAt: traffic.monitors.startedAt,
    ledger: (shipment) => ledgerIn(tables, shipment),
  };
}

/** What is under way in a world: messages of devices, notifications, and runs of the monitoring functions. */
type Traffic = {
  readonly monitors: Monitors;
  /** The functions that the queues are fed to. */
  readonly hosts: readonly FunctionHost[];
  readonly received: readonly TracedMessage[];
  readonly accepted: AcceptedBodies;
  /** The messages that the topic rules could not put on the queue. */
  readonly mislaid: readonly string[];
  /** Whether nothing waits on a queue, and no function that reads one is running. */
  readonly isIdle: () => boolean;
  readonly stop: () => void;
};

function startTraffic(
  { chance, time, tables, queue, notifications, services, host }: World,
  plan: Plan,
  size: Size,
  secrets: ReadonlyMap<string, string>,
  work: Work,
): Traffic {
  const monitors = new Monitors((index) => host('monitor-shipments', `monitor ${index}`));
  const [ingest, notify] = [host('ingest-telemetry'), host('notify')];
  const received: TracedMessage[] = [];
  const mislaid: string[] = [];
  const { hasDisorder, hours } = size;
  deliver(plan, { time, chance: chance.of('rules'), queue, received, mislaid, hasDisorder });
  const accepted = new AcceptedBodies(plan.sources, plan.bodies, received);
  const sender = host('ingest-source');
  for (const source of plan.sources) {
    const own = plan.bodies.filter((body) => body.source === source.name);
    const sending = { time, chance: chance.of(`sending ${source.name}`), accepted, hasDisorder };
    const secret = secrets.get(source.name);
    if (secret === undefined) publishBodies(own, { ...sending, queue, mislaid });
    else for (const body of own) work.add(postBody(body, source, secret, { ...sending, host: sender }));
  }
  queue.onSent = (body) => accepted.hear(body);
  const feeding = feed(queue, ingest, time, chance.of('feeding'), () => services.faults);
  const notifying = feedNotifications(notifications, notify, {
    time,
    chance: chance.of('notifying'),
    someWait: () => hasWaiting(tables),
  });
  monitorNowAndThen(monitors, time, chance.of('watching'), {
    endsAt: plan.endsAt,
    atMostMinutes: hours > 24 ? 24 * 60 : 60,
    isThrottled: plan.faults.throttled > 0,
  });
  return {
    monitors,
    hosts: [ingest, notify, sender],
    received,
    accepted,
    mislaid,
    isIdle: () =>
      queue.length === 0 && ingest.underway === 0 && notifications.length === 0 && notify.underway === 0,
    stop: () => {
      feeding.stop();
      notifying.stop();
    },
  };
}

/** The people of a world, and the functions that serve them. */
function openOffice(
  { chance, time, tables, host }: World,
  identity: Identity,
): Office & { readonly confirmed: Confirmed[] } {
  const hosts = { 'api-write': host('api-write'), 'api-sign': host('api-sign') };
  return {
    time,
    chance: chance.of('people'),
    identity,
    host: (name) => hosts[name],
    ledger: (shipment) => ledgerIn(tables, shipment),
    confirmed: [],
  };
}

/** Counts the people and senders that are at work, and records what went wrong with their requests. */
class Work {
  underway = 0;
  readonly failures: string[] = [];

  add(done: Promise<void>): void {
    this.underway++;
    done
      .catch((error: unknown) => this.failures.push(`a request failed: ${String(error)}`))
      .finally(() => this.underway--);
  }
}

/**
 * Lets monitoring run for long, and does so again with the dead letters and the mislaid messages, where there are some.
 */
async function recover(
  { time, queue }: World,
  { monitors, mislaid }: Traffic,
  isDone: () => boolean,
): Promise<{ lastMonitoredAt: number; deadLetters: number }> {
  const monitorForLong = async (): Promise<number> => {
    let lastMonitoredAt = time.now;
    // Longer than any wait that monitoring takes care of.
    for (let round = 0; round < 8; round++) {
      lastMonitoredAt = time.now;
      monitors.tick(time.now);
      await time.run(time.now + 5 * minute);
    }
    return lastMonitoredAt;
  };
  const lastMonitoredAt = await monitorForLong();
  const deadLetters = queue.redrive(time.now) + mislaid.length;
  for (const body of mislaid) queue.send(body, time.now);
  if (deadLetters === 0) return { lastMonitoredAt, deadLetters };
  await time.run(time.now + day, isDone);
  return { lastMonitoredAt: await monitorForLong(), deadLetters };
}

/** The number of received messages that are neither archived nor waiting for the archive. */
function lostOf(received: readonly TracedMessage[], { archived, unarchived }: Services): number {
  const lines = new Set([...archived, ...unarchived]);
  return received.filter(({ line }) => !lines.has(line)).length;
}
