import type { Database } from '../../src/storage/tables.ts';
import { FifoQueueModel } from '../models/fifo-queue-model.ts';
import { databaseOf } from '../models/model-client.ts';
import { QueueModel } from '../models/queue-model.ts';
import type { TableShape } from '../models/table-shape.ts';
import { TablesModel } from '../models/tables-model.ts';
import type { Chance } from '../proof/chance.ts';
import { noFaults } from './fault-kinds.ts';
import { FunctionHost, type Make } from './function-host.ts';
import type { Identity } from './identity.ts';
import { Services, setServices } from './services.ts';
import { isInLedger } from './table-queries.ts';
import { VirtualTime, setTime } from './virtual-time.ts';

const second = 1000;
const minute = 60 * second;
/** Timeouts of the functions, as the constructs set them. */
export const timeoutSeconds = {
  'ingest-telemetry': 25,
  'ingest-source': 10,
  'monitor-shipments': 55,
  notify: 30,
  'api-read': 29,
  'api-write': 29,
  'api-sign': 29,
  'api-system': 29,
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

/** A simulated account: its services, and the functions that run in it. */
export type World = {
  readonly chance: Chance;
  readonly time: VirtualTime;
  readonly tables: TablesModel;
  readonly queue: QueueModel;
  readonly notifications: FifoQueueModel;
  readonly services: Services;
  readonly database: Database;
  /** Returns a host of a function; each `instance` has a stream of chance of its own. */
  readonly host: (name: FunctionName, instance?: string) => FunctionHost;
};

/** Opens an empty account without faults, and redirects time and all clients of this thread to it. */
export function openWorld(chance: Chance, beginsAt: number, { shapes, made }: Parts): World {
  const time = new VirtualTime(beginsAt, chance.of('order'));
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
  return {
    chance,
    time,
    tables,
    queue,
    notifications,
    services,
    database: databaseOf(tables),
    host: (name, instance = name) =>
      new FunctionHost(name, made.get(name)!, {
        time,
        chance: chance.of(instance),
        timeoutMs: timeoutSeconds[name] * second,
      }),
  };
}
