import { FilterPolicyLimitExceededException, InvalidParameterException } from '@aws-sdk/client-sns';
import { type Attribute, actingLate, readFilterPolicy } from '../../local/filter-policy.ts';
import { refusalOfFilterPolicy } from '../../local/filter-policy-limits.ts';
import { MailRate } from '../../local/mail-rate.ts';
import { faultOfPublication } from '../../local/publication-limits.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { LocalSubscription } from '../../local/subscriptions.ts';
import type { Properties } from '../../local/template.ts';

/** The input of a publication, as far as SNS limits it. */
export type PublishInput = {
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { DataType?: string; StringValue?: string }>>;
};
/** The input of a subscription, as far as SNS limits it. */
export type SubscribeInput = {
  readonly TopicArn?: string;
  readonly Endpoint?: string;
  readonly Attributes?: { readonly FilterPolicy?: string };
};

type Subscriber = LocalSubscription & {
  readonly accepts: ReturnType<typeof actingLate>;
  readonly rate: MailRate;
  isSuspended: boolean;
};

/** A topic of SNS with mail subscriptions; the first of them has no filter. */
export class TopicModel {
  /** What SNS refused or suspended, one sentence each. */
  readonly refusals: string[] = [];
  /** The times of all publications; epoch milliseconds. */
  readonly publishedAt: number[] = [];
  readonly #subscribers: Subscriber[] = [];

  /** How many subscriptions are waiting for confirmation again. */
  get waiting(): number {
    return this.#subscribers.filter(({ isSuspended }) => isSuspended).length;
  }

  constructor() {
    this.subscribe({ Endpoint: 'everything@example.org' }, 0);
  }

  /** Accepts a subscription, or throws as SNS would. Its filter takes effect late. */
  subscribe({ TopicArn = '', Endpoint = '', Attributes = {} }: SubscribeInput, now: number): void {
    if (this.#subscribers.some(({ endpoint }) => endpoint === Endpoint)) return;
    const filterPolicy =
      Attributes.FilterPolicy === undefined ? null : (JSON.parse(Attributes.FilterPolicy) as Properties);
    const refusal = refusalOfFilterPolicy(TopicArn, filterPolicy, this.#subscribers);
    if (refusal !== null) {
      const { message } = refusal;
      throw refusal.status === 403
        ? new FilterPolicyLimitExceededException({ message, $metadata: {} })
        : new InvalidParameterException({ message, $metadata: {} });
    }
    this.#subscribers.push({
      arn: Endpoint,
      topicArn: TopicArn,
      protocol: 'email',
      endpoint: Endpoint,
      filterPolicy,
      accepts: actingLate(readFilterPolicy(Endpoint, filterPolicy ?? undefined), now),
      rate: new MailRate(),
      isSuspended: false,
    });
  }

  /** Accepts a publication, or throws as SNS would. Returns the addresses it is mailed to. */
  publish(
    { Subject = '', Message = '', MessageAttributes = {} }: PublishInput,
    now: number,
  ): readonly string[] {
    const attributes: Record<string, Attribute> = Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { DataType = '', StringValue = '' }]) => [
        name,
        { Type: DataType, Value: StringValue },
      ]),
    );
    const fault = faultOfPublication({ subject: Subject, message: Message, attributes });
    if (fault !== null) {
      this.refusals.push(`SNS refuses a publication: ${fault}`);
      throw new InvalidParameterException({ message: `Invalid parameter: ${fault}`, $metadata: {} });
    }
    this.publishedAt.push(now);
    const heardBy = this.#subscribers.filter(
      ({ isSuspended, accepts }) => !isSuspended && accepts(attributes, now),
    );
    for (const subscriber of heardBy) {
      if (!subscriber.rate.isExceededBy(now)) continue;
      subscriber.isSuspended = true;
      this.refusals.push(
        `SNS suspends the subscription of ${subscriber.endpoint}: more than ${serviceLimits.mailsOfSecond.limit} mails in a second`,
      );
    }
    return heardBy.filter(({ isSuspended }) => !isSuspended).map(({ endpoint }) => endpoint);
  }
}
