import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse } from 'aws-lambda';
import { handedOver } from '../benchmarks/function-under-test.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Database } from '../../src/storage/tables.ts';
import { chanceOf } from './chance.ts';
import { environmentOf, quietMetrics } from '../simulation/environment.ts';
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

/** An account in memory, in which nothing goes wrong, and functions that run in it. */
export type Account = {
  readonly tables: TablesModel;
  readonly database: Database;
  readonly services: Services;
  /** Calls a function, in the one instance of it; `remainingMs`: what is left of its time. */
  readonly invoke: (name: FunctionName, event: unknown, remainingMs?: number) => Promise<unknown>;
  /** Lets `watch` look once, and what it and others put on the queue be processed as far as it is due. */
  readonly watchOnce: () => Promise<void>;
  /** From now on nothing can be written of these devices. */
  readonly refuseWritesOf: (things: ReadonlySet<string>) => void;
  /** Lets the function that notifies do what it was asked for, and what its tick brings. */
  readonly notifyAll: () => Promise<void>;
  /** An access token that is valid now. */
  readonly tokenOf: (who: Somebody) => Promise<string>;
  /** The ID token of a step-up over a nonce, given now; `claims` say otherwise. */
  readonly stepUp: (who: Somebody, nonce: string, claims?: Record<string, unknown>) => Promise<string>;
  /** From now on clients talk to AWS again. */
  readonly close: () => void;
};

export type FunctionName =
  'ingest-telemetry' | 'monitor-shipments' | 'notify' | 'api-read' | 'api-write' | 'api-sign';

/** Makes this thread one whose clients all talk to the account, until it is closed. One at a time. `change` may change the functions. */
export async function openAccount(
  shapes: Readonly<Record<string, TableShape>>,
  change: Change = (_, source) => source,
): Promise<Account> {
  installServices();
  quietMetrics();
  const identity = await Identity.install();
  Object.assign(process.env, environmentOf(Object.keys(shapes)));
  const tables = new TablesModel(shapes, () => Date.now());
  let refused: ReadonlySet<string> = new Set();
  const answer = tables.answer.bind(tables);
  tables.answer = (command, given, asOf) => {
    const { Key } = given as { Key?: Record<string, AttributeValue> };
    if (command === 'UpdateItemCommand' && refused.has(Key?.['deviceId']?.S ?? ''))
      throw new Error('the proof refuses writes of this device');
    return answer(command, given, asOf);
  };
  const chance = chanceOf('account');
  const time = {
    get now() {
      return Date.now();
    },
    after: (_: number, run: () => void) => run(),
  };
  const services = new Services(time, chance, {
    tables,
    queue: new QueueModel(chance, { visibilityMs: 155_000, mostReceives: 5 }),
    notifications: new FifoQueueModel({ visibilityMs: 0, retentionMs: Infinity }),
    faults: noFaults,
    ledgerHas: () => true,
  });
  setServices(services);
  const handlers = new Map<FunctionName, (event: unknown, context: unknown) => Promise<unknown>>();
  for (const name of [
    'ingest-telemetry',
    'monitor-shipments',
    'notify',
    'api-read',
    'api-write',
    'api-sign',
  ] as const)
    handlers.set(name, (await loadInstances(name, change))());
  const invoke: Account['invoke'] = (name, event, remainingMs = 30_000) =>
    handlers.get(name)!(event, {
      functionName: 'proof',
      awsRequestId: 'proof',
      getRemainingTimeInMillis: () => remainingMs,
    });
  let ticks = 0;
  return {
    tables,
    services,
    database: databaseOf(tables),
    invoke,
    async watchOnce() {
      await invoke('monitor-shipments', {});
      const due = services.queue.receive(serviceLimits.queueReceivedMessages.limit, Date.now());
      if (due.length === 0) return;
      const Records = due.map(({ id, body, sentAt }) => handedOver(id, body, sentAt));
      const { batchItemFailures } = (await invoke('ingest-telemetry', { Records })) as SQSBatchResponse;
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      services.queue.done(
        due.filter(({ id }) => !failed.has(id)),
        Date.now(),
        0,
      );
    },
    refuseWritesOf: (things) => (refused = things),
    async notifyAll() {
      const { notifications } = services;
      notifications.send(JSON.stringify({ source: 'aws.events' }), `tick ${++ticks}`, Date.now());
      for (;;) {
        const messages = notifications.receive(serviceLimits.queueReceivedMessages.limit, Date.now());
        if (messages.length === 0) return;
        await invoke('notify', { Records: messages.map(({ id, body }) => handedOver(id, body, Date.now())) });
        notifications.done(messages);
      }
    },
    tokenOf: (who) => identity.access(who, { now: Date.now(), outside: (work) => work }),
    stepUp: (who, nonce, claims) => identity.stepUp(who, nonce, Date.now(), claims),
    close: uninstallServices,
  };
}
