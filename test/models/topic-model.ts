import { FilterPolicyLimitExceededException, InvalidParameterException } from '@aws-sdk/client-sns';
import { type Attribute, actingLate, readFilterPolicy } from '../../local/filter-policy.ts';
import { refusalOfFilterPolicy } from '../../local/filter-policy-limits.ts';
import { MailRate } from '../../local/mail-rate.ts';
import { faultOfPublication } from '../../local/publication-limits.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import type { LocalSubscription } from '../../local/subscriptions.ts';
import type { Properties } from '../../local/template.ts';

/** What a publication is made of, as far as SNS limits it. */
export type PublishInput = {
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { DataType?: string; StringValue?: string }>>;
};
/** What a subscription is made of, as far as SNS limits it. */
export type SubscribeInput = {
  readonly TopicArn?: string;
  readonly Endpoint?: string;
  readonly Attributes?: { readonly FilterPolicy?: string };
};

type Subscriber = LocalSubscription & {
  readonly hears: ReturnType<typeof actingLate>;
  readonly rate: MailRate;
  isSuspended: boolean;
};

/** A topic of SNS with mail subscriptions: the first hears of everything. */
export class TopicModel {
  /** What SNS refused or suspended, a sentence each. */
  readonly refusals: string[] = [];
  /** When something was published; epoch milliseconds. */
  readonly publishedAt: number[] = [];
  readonly #subscribers: Subscriber[] = [];

  /** How many wait for confirmation again. */
  get waiting(): number {
    return this.#subscribers.filter(({ isSuspended }) => isSuspended).length;
  }

  constructor() {
    this.subscribe({ Endpoint: 'everything@example.org' }, 0);
  }

  /** Takes a subscription, or throws as SNS refuses it. Its filter acts late. */
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
      hears: actingLate(readFilterPolicy(Endpoint, filterPolicy ?? undefined), now),
      rate: new MailRate(),
      isSuspended: false,
    });
  }

  /** Takes a publication, or throws as SNS refuses it. Returns whom it is mailed to. */
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
      ({ isSuspended, hears }) => !isSuspended && hears(attributes, now),
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
