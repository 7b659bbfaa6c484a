import type { Entry } from '../../src/shipments/ledger.ts';
import { putProfile } from '../../src/storage/profiles.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from '../proof/chance.ts';
import { databaseOf } from '../models/model-client.ts';
import { type ApiAnswers, readAnswers } from './api-answers.ts';
import { FifoQueueModel } from '../models/fifo-queue-model.ts';
import { QueueModel } from '../models/queue-model.ts';
import type { TableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import { noFaults } from './fault-kinds.ts';
import { FunctionHost, type Make } from './function-host.ts';
import type { Identity } from './identity.ts';
import { type Confirmed, type Office, acknowledge, declareByMistake, handle } from './people.ts';
import { signFor } from './pharmacists.ts';
import { profiles } from './profiles.ts';
import { Services, setServices } from './services.ts';
import {
  type TracedMessage,
  Monitors,
  deliver,
  feed,
  feedNotifications,
  monitorNowAndThen,
} from './traffic.ts';
import { hasWaiting, isInLedger, ledgerIn } from './table-queries.ts';
import { VirtualTime, setTime } from './virtual-time.ts';
import type { Plan, Size } from './plan-types.ts';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** Timeouts of the functions, as the constructs set them. */
export const timeoutSeconds = {
  'ingest-telemetry': 25,
  'monitor-shipments': 55,
  notify: 30,
  'api-read': 29,
  'api-write': 29,
  'api-sign': 29,
} as const;
export type FunctionName = keyof typeof timeoutSeconds;
export const visibilityMs = 155 * second;
export const notificationsRetentionMs = 15 * minute;
const mostReceives = 5;

/** What worlds share from one to the next. */
export type Parts = {
  readonly shapes: Readonly<Record<string, TableShape>>;
  readonly identity: Identity;
  readonly made: ReadonlyMap<FunctionName, Make>;
};

/** The state of a world once all work is done. */
export type FinalState = {
  readonly database: Database;
  readonly services: Services;
  readonly received: readonly TracedMessage[];
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
  /** What the API shows of each shipment at the end. */
  readonly answers: readonly ApiAnswers[];
};

/** Simulates a world: what was planned for it, then enough time for everything to recover. */
export async function live(plan: Plan, seed: number, size: Size, parts: Parts): Promise<FinalState> {
  const { shapes, identity, made } = parts;
  identity.forget();
  const chance = chanceOf(`${seed} runs`);
  const time = new VirtualTime(plan.beginsAt, chance.of('order'));
  const queue = new QueueModel(chance.of('queue'), { visibilityMs, mostReceives });
  const notifications = new FifoQueueModel({ visibilityMs, retentionMs: notificationsRetentionMs });
  const tables = new TablesModel(shapes, () => time.now);
  const services = new Services(time, chance.of('services'), {
    tables,
    queue,
    notifications,
    faults: noFaults,
    ledgerHas: (id) => isInLedger(tables, id),
  });
  setTime(time);
  setServices(services);
  const database = databaseOf(tables);
  for (const profile of profiles) await putProfile(database, profile, 'test');
  services.faults = plan.faults;
  const begin = (name: FunctionName, instance = name as string): FunctionHost =>
    new FunctionHost(name, made.get(name)!, {
      time,
      chance: chance.of(instance),
      timeoutMs: timeoutSeconds[name] * second,
    });
  const monitors = new Monitors((index) => begin('monitor-shipments', `monitor ${index}`));
  const [ingest, notify] = [begin('ingest-telemetry'), begin('notify')];
  const people = { 'api-write': begin('api-write'), 'api-sign': begin('api-sign') };
  const ledger = (shipment: string): Entry[] => ledgerIn(tables, shipment);
  const office: Office = {
    time,
    chance: chance.of('people'),
    identity,
    host: (name) => people[name],
    ledger,
    confirmed: [] as Confirmed[],
  };
  const { hasDisorder, hasPeople, hours } = size;
  const received: TracedMessage[] = [];
  const mislaid: string[] = [];
  deliver(plan, { time, chance: chance.of('rules'), queue, received, mislaid, hasDisorder });
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
  const violations: string[] = [];
  let atWork = 0;
  const work = (done: Promise<void>): void => {
    atWork++;
    done
      .catch((error: unknown) => violations.push(`a person's request failed: ${String(error)}`))
      .finally(() => atWork--);
  };
  for (const each of plan.shipments) {
    work(handle(office, each));
    work(declareByMistake(office, each));
    if (!hasPeople) continue;
    work(acknowledge(office, each, plan.endsAt));
    work(signFor(office, each));
  }
  await time.run(plan.endsAt);

  services.faults = noFaults;
  const isDone = (): boolean =>
    queue.length === 0 &&
    ingest.underway === 0 &&
    notifications.length === 0 &&
    notify.underway === 0 &&
    atWork === 0;
  await time.run(time.now + day, isDone);
  if (!isDone())
    violations.push(`${queue.length + notifications.length} messages or ${atWork} people wait forever`);
  let lastMonitoredAt = time.now;
  const monitorForLong = async (): Promise<void> => {
    // Longer than any wait that monitoring takes care of.
    for (let round = 0; round < 8; round++) {
      lastMonitoredAt = time.now;
      monitors.tick(time.now);
      await time.run(time.now + 5 * minute);
    }
  };
  await monitorForLong();
  const deadLetters = queue.redrive(time.now) + mislaid.length;
  for (const body of mislaid) queue.send(body, time.now);
  if (deadLetters > 0) {
    await time.run(time.now + day, isDone);
    await monitorForLong();
  }
  if (queue.deadLetters.length > 0)
    violations.push(`${queue.deadLetters.length} dead letters cannot be recovered`);
  const lines = new Set([...services.archived, ...services.unarchived]);
  const lost = received.filter((each) => !lines.has(lineOf(each))).length;
  if (lost > 0) violations.push(`${lost} messages are neither in the archive nor waiting for it`);
  feeding.stop();
  notifying.stop();
  const answers: ApiAnswers[] = [];
  const reader = begin('api-read');
  for (const each of plan.shipments)
    work(readAnswers(each, { host: reader, identity, time }).then((answer) => void answers.push(answer)));
  await time.run(time.now + minute, () => atWork === 0);
  return {
    database,
    services,
    received,
    confirmed: office.confirmed,
    crashes: [ingest, notify, ...Object.values(people), ...monitors.hosts].reduce(
      (sum, host) => sum + host.crashes,
      0,
    ),
    deadLetters,
    violations,
    lastMonitoredAt,
    answers,
    monitoredAt: monitors.startedAt,
    ledger,
  };
}

/** A message as a line of the archive. */
function lineOf({ thing, payload, receivedAt }: TracedMessage): string {
  const topic = `coldwatch/${thing}/telemetry`;
  return JSON.stringify({ receivedAt, thing, topic, payload: Buffer.from(payload).toString('base64') });
}
