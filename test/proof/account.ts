import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { handedOver } from '../benchmarks/function-under-test.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from './chance.ts';
import { environmentOf, silenceMetrics } from '../simulation/environment.ts';
import { noFaults } from '../simulation/fault-kinds.ts';
import { loadInstances } from '../simulation/function-host.ts';
import { Identity, type Somebody } from '../simulation/identity.ts';
import { Services, installServices, setServices, uninstallServices } from '../simulation/services.ts';
import { databaseOf } from '../models/model-client.ts';
import { FifoQueueModel } from '../models/fifo-queue-model.ts';
import { QueueModel } from '../models/queue-model.ts';
import type { TableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import type { Change } from './mutate.ts';

/** An account in memory without faults, and functions that run in it. */
export type Account = {
  readonly tables: TablesModel;
  readonly database: Database;
  readonly services: Services;
  /** Invokes a function's single instance; `remainingMs` is what is left of its time. */
  readonly invoke: (name: FunctionName, event: unknown, remainingMs?: number) => Promise<unknown>;
  /** Runs the monitoring functions once, and processes everything that is due on the queue. */
  readonly monitorOnce: () => Promise<void>;
  /** From now on, refuses writes to the items of these devices. */
  readonly refuseWritesOf: (things: ReadonlySet<string>) => void;
  /** Lets the notify function process its requests, and one tick. */
  readonly notifyAll: () => Promise<void>;
  /** An access token that is valid now. */
  readonly tokenOf: (person: Somebody) => Promise<string>;
  /** The ID token of a step-up for a nonce, issued now; `claims` override its claims. */
  readonly stepUp: (person: Somebody, nonce: string, claims?: Record<string, unknown>) => Promise<string>;
  /** Lets clients talk to AWS again. */
  readonly close: () => void;
};

const functionNames = [
  'ingest-telemetry',
  'ingest-source',
  'monitor-shipments',
  'notify',
  'api-read',
  'api-write',
  'api-sign',
  'api-system',
  'api-shared',
  'api-people',
] as const;
export type FunctionName = (typeof functionNames)[number];

/**
 * Redirects all clients of this thread to an account in memory, until it is closed. There may be one at a time.
 * `change` may edit the source of the functions.
 */
export async function openAccount(
  shapes: Readonly<Record<string, TableShape>>,
  change: Change = (_, source) => source,
): Promise<Account> {
  installServices();
  silenceMetrics();
  const identity = await Identity.install();
  Object.assign(process.env, environmentOf(Object.keys(shapes)));
  const tables = new TablesModel(shapes, () => Date.now());
  const refuseWritesOf = makeRefusable(tables);
  const services = openServices(tables);
  setServices(services);
  const invoke = await loadFunctions(change);
  return {
    tables,
    services,
    database: databaseOf(tables),
    invoke,
    monitorOnce: () => monitorOnce(services, invoke),
    refuseWritesOf,
    notifyAll: notifierOf(services, invoke),
    tokenOf: (person) => identity.access(person, { now: Date.now(), outside: (work) => work }),
    stepUp: (person, nonce, claims) => identity.stepUp(person, nonce, Date.now(), claims),
    close: uninstallServices,
  };
}

/** Returns a function that lets the tables refuse writes to the items of some devices. */
function makeRefusable(tables: TablesModel): Account['refuseWritesOf'] {
  let refused: ReadonlySet<string> = new Set();
  const answer = tables.answer.bind(tables);
  tables.answer = (command, given, asOf) => {
    const { Key } = given as { Key?: Record<string, AttributeValue> };
    if (command === 'UpdateItemCommand' && refused.has(Key?.['deviceId']?.S ?? ''))
      throw new Error('the proof refuses writes of this device');
    return answer(command, given, asOf);
  };
  return (things) => (refused = things);
}

/** The services of an account without faults, in real time; nothing waits in them. */
function openServices(tables: TablesModel): Services {
  const chance = chanceOf('account');
  const time = {
    get now() {
      return Date.now();
    },
    after: (_: number, run: () => void) => run(),
  };
  return new Services(time, chance, {
    tables,
    queue: new QueueModel(chance, { visibilityMs: 155_000, mostReceives: 5 }),
    notifications: new FifoQueueModel({ visibilityMs: 0, retentionMs: Infinity }),
    faults: noFaults,
    ledgerHas: () => true,
  });
}

/** Loads a single instance of each function, and returns what invokes one. */
async function loadFunctions(change: Change): Promise<Account['invoke']> {
  const handlers = new Map<FunctionName, (event: unknown, context: unknown) => Promise<unknown>>();
  for (const name of functionNames) handlers.set(name, (await loadInstances(name, change))());
  return (name, event, remainingMs = 30_000) =>
    handlers.get(name)!(event, {
      functionName: 'proof',
      awsRequestId: 'proof',
      getRemainingTimeInMillis: () => remainingMs,
    });
}

async function monitorOnce({ queue }: Services, invoke: Account['invoke']): Promise<void> {
  await invoke('monitor-shipments', {});
  const due = queue.receive(serviceLimits.queueReceivedMessages.limit, Date.now());
  if (due.length === 0) return;
  const Records = due.map(({ id, body, sentAt }) => handedOver(id, body, sentAt));
  const { batchItemFailures } = (await invoke('ingest-telemetry', { Records })) as SQSBatchResponse;
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  queue.done(
    due.filter(({ id }) => !failed.has(id)),
    Date.now(),
    0,
  );
}

/** Returns what lets the notify function process its requests, each time with a tick of its own. */
function notifierOf({ notifications }: Services, invoke: Account['invoke']): Account['notifyAll'] {
  let ticks = 0;
  return async () => {
    notifications.send(JSON.stringify({ source: 'aws.events' }), `tick ${++ticks}`, Date.now());
    for (;;) {
      const messages = notifications.receive(serviceLimits.queueReceivedMessages.limit, Date.now());
      if (messages.length === 0) return;
      await invoke('notify', { Records: messages.map(({ id, body }) => handedOver(id, body, Date.now())) });
      notifications.done(messages);
    }
  };
}
