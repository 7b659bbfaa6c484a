import { AsyncLocalStorage } from 'node:async_hooks';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { IoTClient } from '@aws-sdk/client-iot';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { serviceLimits } from '../../local/service-limits.ts';
import type { Chance } from '../proof/chance.ts';
import type { TablesModel } from '../models/tables-model.ts';
import { ThingsModel } from '../models/things-model.ts';
import { PeopleModel } from '../models/people-model.ts';
import { BucketModel } from '../models/bucket-model.ts';
import type { FifoQueueModel } from '../models/fifo-queue-model.ts';
import type { QueueModel } from '../models/queue-model.ts';
import { type WaitingRequest, WaitingQueueModel, attributesOf } from '../models/waiting-queue-model.ts';
import { type PublishInput, type SubscribeInput, TopicModel } from '../models/topic-model.ts';
import { notificationsUrl, waitingUrls } from './environment.ts';
import type { FaultKind, Faults } from './fault-kinds.ts';
import { Meter } from './meter.ts';
import { type Publication, idsOf, publicationFrom } from './publication.ts';
import type { VirtualTime } from './virtual-time.ts';

const hour = 3_600_000;

/** A running function instance, which may die at any request. */
export type Mortal = { isDead: boolean; die(): void };

/** The context identifies the function instance that sends a request. */
export const running = new AsyncLocalStorage<Mortal>();

type Command = { readonly constructor: { readonly name: string }; readonly input: unknown };

type SendInput = {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageDeduplicationId: string;
  readonly DelaySeconds?: number;
};

/** The services of one simulated account. */
export class Services {
  readonly tables: TablesModel;
  readonly queue: QueueModel;
  /** Requests that people be notified. */
  readonly notifications: FifoQueueModel;
  /** Requests that files of loggers be read. */
  readonly filesToRead: string[] = [];
  /** Requests that single recipients be told. */
  readonly deliveries: string[] = [];
  /** Messages that failed and wait for a person, by the URL of their queue. */
  readonly waiting: ReadonlyMap<string, WaitingQueueModel>;
  readonly topic = new TopicModel();
  readonly bucket = new BucketModel();
  readonly things = new ThingsModel();
  readonly people = new PeopleModel();
  readonly published: Publication[] = [];
  /** Notifications published before a ledger contained their entry. */
  readonly unfounded: string[] = [];
  /** Lines in the archive, and messages waiting for it. */
  readonly archived = new Set<string>();
  readonly unarchived = new Set<string>();
  readonly counts: Record<string, number> = {};
  /** When a request failed or was delayed; epoch milliseconds, ascending. */
  readonly faultsAt: number[] = [];
  readonly meter = new Meter();
  faults: Faults;
  readonly #time: Pick<VirtualTime, 'now' | 'after'>;
  readonly #chance: Chance;
  readonly #ledgerHas: (id: string) => boolean;

  constructor(
    time: Pick<VirtualTime, 'now' | 'after'>,
    chance: Chance,
    parts: {
      tables: TablesModel;
      queue: QueueModel;
      notifications: FifoQueueModel;
      faults: Faults;
      ledgerHas: (id: string) => boolean;
    },
  ) {
    this.#time = time;
    this.#chance = chance;
    this.waiting = new Map(waitingUrls.map((url) => [url, new WaitingQueueModel(chance)]));
    this.tables = parts.tables;
    this.queue = parts.queue;
    this.notifications = parts.notifications;
    this.faults = parts.faults;
    this.#ledgerHas = parts.ledgerHas;
  }

  /** Sends a request, subject to the faults of this world. */
  send(service: string, command: Command): Promise<unknown> {
    const caller = running.getStore();
    if (caller === undefined) return Promise.resolve(this.#answer(service, command));
    return new Promise((resolve, reject) => {
      const chance = this.#chance;
      const fault = (kind: FaultKind): boolean => {
        const happens = chance.is(this.faults[kind]);
        if (happens) this.#count(kind);
        return happens;
      };
      const latency = (): number =>
        chance.between(1, 30) + (fault('slow') ? chance.between(1000, 20_000) : 0);
      this.#time.after(latency(), () => {
        if (caller.isDead) return;
        if (fault('crash')) {
          caller.die();
          return;
        }
        let finish: () => void;
        try {
          if (fault('throttled')) throw throttled(service);
          let answer = this.#answer(service, command);
          if (fault('again')) answer = this.#answer(service, command);
          finish = fault('lost') ? () => reject(new Error('the request timed out')) : () => resolve(answer);
        } catch (error) {
          finish = () => reject(error);
        }
        this.#time.after(latency(), () => {
          if (caller.isDead) return;
          if (fault('crash')) caller.die();
          else finish();
        });
      });
    });
  }

  #count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
    this.faultsAt.push(this.#time.now);
  }

  #answer(service: string, { constructor: { name }, input }: Command): unknown {
    this.meter.asked(name);
    switch (service) {
      case 'tables': {
        const lag = this.#chance.is(this.faults.stale) ? this.#chance.between(0, 3000) : null;
        const { output, consumed } = this.tables.answer(
          name,
          input,
          lag === null ? null : this.#time.now - lag,
        );
        this.meter.consumed(consumed);
        return name === 'BatchGetItemCommand' ? this.#inPart(output, input) : output;
      }
      case 'queue':
        return this.#queue(name, input as SendInput & WaitingRequest);
      case 'topic':
        return this.#topic(name, input as PublishInput);
      case 'stream':
        return this.#archive(input as { Record: { Data: Uint8Array } });
      case 'objects':
        return this.bucket.answer(name, input);
      case 'registry':
        return this.things.answer(name, input);
      case 'people':
        return this.people.answer(name, input as object);
      default:
        throw new Error(`no service ${service}`);
    }
  }

  /** A busy table processes only some of the keys. */
  #inPart(output: Record<string, unknown>, input: unknown): unknown {
    if (!this.#chance.is(this.faults.throttled * 5)) return output;
    const [[table, { Keys }]] = Object.entries(
      (input as { RequestItems: Record<string, { Keys: object[] }> }).RequestItems,
    ) as [[string, { Keys: object[] }]];
    const left = this.#chance.below(Keys.length + 1);
    const processed = Keys.slice(left).map((key) =>
      Object.entries(key).map(([name, value]) => [name, JSON.stringify(value)]),
    );
    const items = (output['Responses'] as Record<string, Record<string, object>[]>)[table]!;
    const isProcessed = (item: Record<string, object>): boolean =>
      processed.some((key) => key.every(([name, value]) => JSON.stringify(item[name!]) === value));
    return {
      Responses: { [table]: items.filter(isProcessed) },
      UnprocessedKeys: left === 0 ? {} : { [table]: { Keys: Keys.slice(0, left) } },
    };
  }

  #archive({ Record: { Data } }: { Record: { Data: Uint8Array } }): unknown {
    if (this.faults.outage > 0 && this.#time.now % (4 * hour) < hour) {
      this.#count('outage');
      throw new Error('ServiceUnavailable');
    }
    if (Data.length > serviceLimits.streamRecordBytes.limit)
      throw new Error(`InvalidArgumentException: a record of ${Data.length} bytes`);
    for (const line of Buffer.from(Data).toString().split('\n')) if (line !== '') this.archived.add(line);
    return { RecordId: '1' };
  }

  #queue(name: string, input: SendInput & WaitingRequest): unknown {
    const { now } = this.#time;
    const { QueueUrl, MessageBody, MessageDeduplicationId, DelaySeconds = 0 } = input;
    const waiting = this.waiting.get(QueueUrl);
    if (waiting !== undefined) return waiting.answer(name, input, now);
    if (name === 'GetQueueAttributesCommand') return attributesOf(this.queue, now);
    if (name !== 'SendMessageCommand') throw new Error(`the model of queues knows no ${name}`);
    if (QueueUrl === notificationsUrl) this.notifications.send(MessageBody, MessageDeduplicationId, now);
    else if (QueueUrl.endsWith('/unarchived')) this.unarchived.add(MessageBody);
    else if (QueueUrl.endsWith('/files')) this.filesToRead.push(MessageBody);
    else if (QueueUrl.endsWith('/deliveries')) this.deliveries.push(MessageBody);
    else this.queue.send(MessageBody, now, now + DelaySeconds * 1000);
    return { MessageId: '1' };
  }

  #topic(name: string, input: PublishInput): unknown {
    switch (name) {
      case 'PublishCommand':
        return this.#publish(input);
      case 'SubscribeCommand':
        this.topic.subscribe(input as SubscribeInput, this.#time.now);
        return { SubscriptionArn: 'pending confirmation' };
      case 'GetTopicAttributesCommand':
        return { Attributes: { SubscriptionsPending: String(this.topic.waiting) } };
      case 'ListSubscriptionsByTopicCommand':
        return { Subscriptions: [] };
      default:
        return {};
    }
  }

  #publish(input: PublishInput): unknown {
    const { Message } = input;
    // A plain-text message has nothing more to check.
    if (!Message!.startsWith('{')) return { MessageId: '1' };
    this.topic.publish(input, this.#time.now);
    const publication = publicationFrom(input, this.#time.now);
    for (const id of idsOf(publication)) if (!this.#ledgerHas(id)) this.unfounded.push(id);
    this.published.push(publication);
    return { MessageId: '1' };
  }
}

function throttled(service: string): Error {
  if (service !== 'tables') return new Error('Throttling: rate exceeded');
  return new DynamoDBServiceException({
    name: 'ProvisionedThroughputExceededException',
    $fault: 'client',
    message: 'rate exceeded',
    $metadata: {},
  });
}

let current: Services | null = null;

/** Sets the services that all clients of this process talk to. */
export function setServices(services: Services | null): void {
  current = services;
}

const clients = [
  ['tables', DynamoDBClient],
  ['queue', SQSClient],
  ['topic', SNSClient],
  ['stream', FirehoseClient],
  ['objects', S3Client],
  ['registry', IoTClient],
  ['people', CognitoIdentityProviderClient],
] as const;

/** Redirects every client of this process to the services given to `setServices`, until `uninstallServices`. */
export function installServices(): void {
  for (const [service, client] of clients)
    Object.defineProperty(client.prototype, 'send', {
      configurable: true,
      value: (command: Command) => current!.send(service, command),
    });
}

/** Lets every client talk to AWS again, by deleting the override of its inherited `send`. */
export function uninstallServices(): void {
  for (const [, client] of clients) Reflect.deleteProperty(client.prototype, 'send');
}
