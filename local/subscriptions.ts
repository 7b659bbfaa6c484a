import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type FilterPolicy, readFilterPolicy } from './filter-policy.ts';
import { NotLocal, type Properties } from './template.ts';

/** A subscription of a topic, of the template or made since. */
export type LocalSubscription = {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly filterPolicy: Properties | null;
};

/** A subscription's own queue, and what its subscriber reads it by. */
export type InboxQueue = {
  readonly queueUrl: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly filter: FilterPolicy;
};

const protocols = new Set(['email', 'sms', 'https']);

/** Gives a subscription a queue that its topic feeds. */
export type Connect = (subscription: LocalSubscription, queueName: string) => string;

/** Who is subscribed to what. Those made while it runs are kept in a file, and take effect at once. */
export class LocalSubscriptions {
  readonly #file: string;
  readonly #connect: Connect;
  readonly #ofTemplate: LocalSubscription[] = [];
  #added: LocalSubscription[];
  #listener: (queue: InboxQueue) => void = () => undefined;
  readonly inboxes: InboxQueue[] = [];

  constructor(file: string, connect: Connect) {
    this.#file = file;
    this.#connect = connect;
    this.#added = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LocalSubscription[]) : [];
    for (const subscription of this.#added) this.#open(subscription, nameOf(subscription));
  }

  /** Tells of every queue that is opened from now on. */
  onOpened(listener: (queue: InboxQueue) => void): void {
    this.#listener = listener;
  }

  /** A subscription of the template, under its logical id. */
  declare(subscription: LocalSubscription, logicalId: string): void {
    if (!protocols.has(subscription.protocol))
      throw new NotLocal(
        `subscription ${logicalId}: the local run has no inbox for protocol ${subscription.protocol}`,
      );
    this.#ofTemplate.push(subscription);
    this.#open(subscription, logicalId);
  }

  /** Subscribes; whoever is subscribed to the same already stays so. */
  add(asked: Omit<LocalSubscription, 'arn'>): LocalSubscription {
    const known = this.#same(asked);
    if (known !== undefined) {
      if (JSON.stringify(known.filterPolicy) === JSON.stringify(asked.filterPolicy)) return known;
      throw new NotLocal(
        'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
      );
    }
    if (!protocols.has(asked.protocol)) throw new NotLocal('Invalid parameter: Protocol');
    const subscription = { arn: `${asked.topicArn}:${randomUUID()}`, ...asked };
    this.#added.push(subscription);
    this.#save();
    this.#listener(this.#open(subscription, nameOf(subscription)));
    return subscription;
  }

  /** Whether an endpoint is subscribed to a topic, with whatever filter. */
  has(asked: Omit<LocalSubscription, 'arn'>): boolean {
    return this.#same(asked) !== undefined;
  }

  #same(asked: Omit<LocalSubscription, 'arn'>): LocalSubscription | undefined {
    return this.all.find(
      ({ topicArn, protocol, endpoint }) =>
        topicArn === asked.topicArn && protocol === asked.protocol && endpoint === asked.endpoint,
    );
  }

  remove(arn: string): void {
    this.#added = this.#added.filter((each) => each.arn !== arn);
    this.#save();
  }

  get all(): readonly LocalSubscription[] {
    return [...this.#ofTemplate, ...this.#added];
  }

  #open(subscription: LocalSubscription, name: string): InboxQueue {
    const { arn, protocol, endpoint, filterPolicy } = subscription;
    // The embedded SNS does not look into attributes of the type String.Array.
    const filter = readFilterPolicy(name, filterPolicy ?? undefined);
    const queue = {
      queueUrl: this.#connect(subscription, `inbox-${name}`),
      protocol,
      endpoint,
      // Who unsubscribed hears no more of what is on its way.
      filter: (attributes: Parameters<FilterPolicy>[0]) =>
        this.all.some((each) => each.arn === arn) && filter(attributes),
    };
    this.inboxes.push(queue);
    return queue;
  }

  #save(): void {
    writeFileSync(this.#file, JSON.stringify(this.#added, null, 2), { mode: 0o600 });
  }
}

function nameOf({ arn }: LocalSubscription): string {
  return arn.split(':').at(-1)!;
}
