import { notificationChannelNames } from '../src/model/notification-channels.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type Attribute, actingLate, readFilterPolicy } from './filter-policy.ts';
import { MailRate } from './mail-rate.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties } from './template.ts';
import { say } from './say.ts';
import { writeWhole } from './write-whole.ts';

/** A subscription to a topic, from the template or created since. */
export type LocalSubscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly filterPolicy: Properties | null;
  /** When it was created while the stack ran, epoch milliseconds. */
  readonly madeAt?: number;
};

type Asked = Omit<LocalSubscription, 'arn' | 'madeAt'>;

/** A subscription's own queue, and how its subscriber reads it. */
export type InboxQueue = {
  readonly queueUrl: string;
  readonly protocol: string;
  readonly endpoint: string;
  /**
   * Returns whether the subscription receives a message with these attributes, published at this time (epoch
   * milliseconds).
   */
  readonly comesHere: (attributes: { readonly [name: string]: Attribute }, publishedAt: number) => boolean;
};

const protocols = new Set<string>(notificationChannelNames);

/** Connects a subscription to a queue that its topic feeds. */
type Connect = (subscription: LocalSubscription, queueName: string) => string;

/** The subscriptions of all topics. Those created during the run are stored in a file and take effect at once. */
export class LocalSubscriptions {
  readonly #file: string;
  readonly #connect: Connect;
  readonly #ofTemplate: LocalSubscription[] = [];
  #added: LocalSubscription[];
  #listener: (queue: InboxQueue) => void = () => undefined;
  readonly inboxes: InboxQueue[] = [];
  readonly #filtersActAfterMs: number;
  /** The mail rate of each subscription by its ARN, and when it was suspended. */
  readonly #rates = new Map<string, MailRate>();
  readonly #suspendedAt = new Map<string, number>();

  /** Filters of subscriptions that are created during the run take effect after this delay. */
  constructor(
    file: string,
    connect: Connect,
    filtersActAfterMs: number = serviceLimits.filterPolicyActsAfterMs.limit,
  ) {
    this.#filtersActAfterMs = filtersActAfterMs;
    this.#file = file;
    this.#connect = connect;
    this.#added = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LocalSubscription[]) : [];
    for (const subscription of this.#added) this.#open(subscription, nameOf(subscription));
  }

  /** Calls the listener with every queue that is opened from now on. */
  onOpened(listener: (queue: InboxQueue) => void): void {
    this.#listener = listener;
  }

  /** Adds a subscription of the template, under its logical id. */
  declare(subscription: LocalSubscription, logicalId: string): void {
    if (!protocols.has(subscription.protocol))
      throw new NotLocal(
        `subscription ${logicalId}: the local run has no inbox for protocol ${subscription.protocol}`,
      );
    this.#ofTemplate.push(subscription);
    this.#open(subscription, logicalId);
  }

  /** Subscribes an endpoint; an existing subscription to the same topic is returned unchanged. */
  add(asked: Asked): LocalSubscription {
    const known = this.#same(asked);
    if (known !== undefined) {
      if (JSON.stringify(known.filterPolicy) === JSON.stringify(asked.filterPolicy)) return known;
      throw new NotLocal(
        'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
      );
    }
    if (!protocols.has(asked.protocol)) throw new NotLocal('Invalid parameter: Protocol');
    const subscription = { arn: `${asked.topicArn}:${randomUUID()}`, ...asked, madeAt: Date.now() };
    this.#store([...this.#added, subscription]);
    this.#listener(this.#open(subscription, nameOf(subscription)));
    return subscription;
  }

  /** Returns whether an endpoint is subscribed to a topic, with any filter. */
  has(asked: Asked): boolean {
    return this.#same(asked) !== undefined;
  }

  #same(asked: Asked): LocalSubscription | undefined {
    return this.all.find(
      ({ topicArn, protocol, endpoint }) =>
        topicArn === asked.topicArn && protocol === asked.protocol && endpoint === asked.endpoint,
    );
  }

  remove(arn: string): void {
    this.#store(this.#added.filter((each) => each.arn !== arn));
  }

  /** Counts a message that was published to a topic towards the rates of its subscriptions. */
  published(topicArn: string, attributes: { readonly [name: string]: Attribute }, now: number): void {
    for (const subscription of this.all) {
      const { arn, protocol, endpoint, topicArn: own } = subscription;
      if (own !== topicArn || protocol !== 'email' || this.#suspendedAt.has(arn)) continue;
      if (!this.#filterOf(subscription)(attributes, now)) continue;
      const rate = this.#rates.get(arn) ?? new MailRate();
      this.#rates.set(arn, rate);
      if (!rate.isExceededBy(now)) continue;
      this.#suspendedAt.set(arn, now);
      say(
        `SNS suspends the subscription of ${endpoint}: more than ${serviceLimits.mailsOfSecond.limit} mails in a second`,
      );
    }
  }

  /** Returns whether a subscription is suspended and waits for confirmation again. */
  isSuspended({ arn }: LocalSubscription): boolean {
    return this.#suspendedAt.has(arn);
  }

  get all(): readonly LocalSubscription[] {
    return [...this.#ofTemplate, ...this.#added];
  }

  /** The embedded SNS does not evaluate attributes of type String.Array. */
  #filterOf({ arn, filterPolicy, madeAt = -Infinity }: LocalSubscription): ReturnType<typeof actingLate> {
    return actingLate(readFilterPolicy(arn, filterPolicy ?? undefined), madeAt, this.#filtersActAfterMs);
  }

  #open(subscription: LocalSubscription, name: string): InboxQueue {
    const { arn, protocol, endpoint } = subscription;
    const filter = this.#filterOf(subscription);
    const queue = {
      queueUrl: this.#connect(subscription, `inbox-${name}`),
      protocol,
      endpoint,
      // An ended subscription receives nothing more, not even messages that are already on their way.
      comesHere: (attributes: { readonly [key: string]: Attribute }, publishedAt: number) =>
        this.all.some((each) => each.arn === arn) &&
        publishedAt < (this.#suspendedAt.get(arn) ?? Infinity) &&
        filter(attributes, publishedAt),
    };
    this.inboxes.push(queue);
    return queue;
  }

  /** A change that cannot be stored is not applied in memory either. */
  #store(added: LocalSubscription[]): void {
    writeWhole(this.#file, JSON.stringify(added, null, 2));
    this.#added = added;
  }
}

function nameOf({ arn }: LocalSubscription): string {
  return arn.split(':').at(-1)!;
}
