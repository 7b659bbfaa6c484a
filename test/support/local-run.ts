import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { localDeployment } from '../../src/cli/deployment.ts';
import { settings as local } from '../../config/local.ts';
import type { Notification } from '../../src/model/notification.ts';
import { people } from '../../local/demonstration/people.ts';
import { type DeviceConnection, connectDevice } from '../../local/demonstration/device-connection.ts';
import type { Settings, Subscriber } from '../../lib/settings.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { Database } from '../../src/storage/tables.ts';
import { assemblyOf } from './assembly.ts';

/** A complete local run on free ports in a temporary folder, with an inbox for machines. */
export type LocalRun = {
  readonly cloud: Cloud;
  readonly folder: string;
  readonly database: Database;
  connect(thing: string, as?: string): Promise<DeviceConnection>;
  /** Waits until every message has been handled. */
  allProcessed(): Promise<void>;
  /** Also waits until the inbox contains all notifications. */
  drained(): Promise<void>;
  /** Runs the monitoring function once, after all earlier messages have been processed. */
  watch(): Promise<void>;
  /** The notifications to machines, without duplicates. */
  notifications(): Notification[];
  stop(): Promise<void>;
};

const machine: Subscriber = { protocol: 'https', endpoint: 'https://example.org/hook' };

export async function startLocalRun(
  subscribers: readonly Subscriber[] = [machine],
  {
    notesRequests = false,
    foldWithinSeconds = 0,
    // The monitoring that a scenario does not ask for would come in the middle of its steps where a machine is slow.
    schedulesFasterMs = null,
    // A scenario needs few of the functions.
    warm = 0,
    ...changes
  }: Partial<Settings> & {
    notesRequests?: boolean;
    foldWithinSeconds?: number;
    schedulesFasterMs?: number | null;
    warm?: number;
  } = {},
): Promise<LocalRun> {
  const folder = mkdtempSync(join(tmpdir(), 'coldwatch-run-'));
  const assembly = await assemblyOf({ ...local, subscribers, ...changes });
  const cloud = await startCloud({
    assembly,
    stateFolder: folder,
    port: 0,
    mqttPort: 0,
    schedulesFasterMs,
    waitsAtMostMs: 0,
    // A second pharmacist at one site, with the same permissions as the first but a different identity.
    people: [...people, { username: 'nora', name: 'Nora Adeyemi', groups: ['pharmacist', 'site:north'] }],
    tokensAtMostSeconds: 4,
    onNotification: () => undefined,
    notesRequests,
    foldWithinSeconds,
    warm,
  });
  const database = localDeployment({
    endpoints: cloud.endpoints,
    credentials: cloud.credentials,
    resources: cloud.template.references,
  }).database;
  const sqs = new SQSClient({
    endpoint: cloud.endpoints['AWS_ENDPOINT_URL_SQS'],
    region: 'us-east-1',
    credentials: cloud.credentials,
  });
  const queuesOfTemplate = cloud.template
    .ofType('AWS::SQS::Queue')
    .map((resource) => cloud.template.refOf(resource));
  const allProcessed = async (): Promise<void> => {
    while ((await waitingMessages(sqs, queuesOfTemplate)) > 0) await sleep(20);
  };
  return {
    cloud,
    folder,
    database,
    connect: async (thing, as = thing) =>
      connectDevice(as, await cloud.filesOf(thing), { host: 'localhost', port: cloud.mqttPort }),
    allProcessed,
    async drained() {
      await allProcessed();
      // Each subscription has a queue too, from which the inbox is filled.
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ MaxResults: 1000 }));
      while ((await waitingMessages(sqs, QueueUrls)) > 0) await sleep(20);
    },
    async watch() {
      // The first run sends the marker that the second finds processed.
      await cloud.invoke('Watch');
      await allProcessed();
      await cloud.invoke('Watch');
    },
    notifications: () =>
      cloud.inbox.received
        .filter(({ protocol }) => protocol === 'https')
        .map(({ message }) => JSON.parse(message) as Notification),
    async stop() {
      sqs.destroy();
      database.client.destroy();
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Counts the messages on queues, including those in flight. */
async function waitingMessages(sqs: SQSClient, queueUrls: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    queueUrls.map((QueueUrl) =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    ),
  );
  return counts.reduce(
    (sum, { Attributes }) =>
      sum +
      Number(Attributes?.['ApproximateNumberOfMessages']) +
      Number(Attributes?.['ApproximateNumberOfMessagesNotVisible']),
    0,
  );
}
