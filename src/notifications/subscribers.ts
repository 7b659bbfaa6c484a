import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';

/** Who hears of what. Null: of everything. */
export type Subscriber = {
  /** Names it among those of its topic. */
  readonly subscriber: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly audience: string[] | null;
  readonly severity: string[] | null;
  /** Whoever got a mail or a request must confirm it once. */
  readonly isConfirmed: boolean;
};

export type NewSubscriber = {
  readonly protocol: 'email' | 'sms' | 'https';
  readonly endpoint: string;
  readonly audience: string;
  readonly severity: readonly string[] | null;
};

/** A subscription that is not there any more. */
function nullIfGone(error: unknown): null {
  if (error instanceof NotFoundException) return null;
  throw error;
}

/** SNS names a subscription that nobody has confirmed so. */
const unconfirmed = 'PendingConfirmation';

/** The subscribers of one topic. */
export function subscribersOf(client: SNSClient, topicArn: string) {
  const arnOf = (subscriber: string): string => `${topicArn}:${subscriber}`;
  return {
    /** Lets someone hear of what concerns an audience. The same again is the same subscription. */
    async add({ protocol, endpoint, audience, severity }: NewSubscriber): Promise<Subscriber> {
      const { SubscriptionArn } = await client.send(
        new SubscribeCommand({
          TopicArn: topicArn,
          Protocol: protocol,
          Endpoint: endpoint,
          ReturnSubscriptionArn: true,
          Attributes: {
            FilterPolicy: JSON.stringify({ audience: [audience], ...(severity !== null && { severity }) }),
          },
        }),
      );
      return read(SubscriptionArn!.split(':').at(-1)!, protocol, endpoint);
    },
    /** Lets someone hear no more. */
    async remove(subscriber: string): Promise<void> {
      await client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(subscriber) }));
    },
    /** One of them; null where there is none. */
    async find(subscriber: string): Promise<Subscriber | null> {
      return read(subscriber).catch(nullIfGone);
    },
    /** A page of them. */
    async list(cursor: string | undefined): Promise<{ items: Subscriber[]; next: string | null }> {
      const { Subscriptions = [], NextToken } = await client.send(
        new ListSubscriptionsByTopicCommand({
          TopicArn: topicArn,
          ...(cursor !== undefined && { NextToken: cursor }),
        }),
      );
      const items = await Promise.all(
        Subscriptions.map(async ({ SubscriptionArn, Protocol, Endpoint }) =>
          SubscriptionArn === unconfirmed
            ? {
                subscriber: '',
                protocol: Protocol!,
                endpoint: Endpoint!,
                audience: null,
                severity: null,
                isConfirmed: false,
              }
            : // Who has gone meanwhile is left out.
              read(SubscriptionArn!.split(':').at(-1)!, Protocol, Endpoint).catch(nullIfGone),
        ),
      );
      return { items: items.filter((item) => item !== null), next: NextToken ?? null };
    },
  };

  async function read(subscriber: string, protocol = '', endpoint = ''): Promise<Subscriber> {
    const { Attributes = {} } = await client.send(
      new GetSubscriptionAttributesCommand({ SubscriptionArn: arnOf(subscriber) }),
    );
    const policy = JSON.parse(Attributes['FilterPolicy'] ?? '{}') as {
      audience?: string[];
      severity?: string[];
    };
    return {
      subscriber,
      protocol: Attributes['Protocol'] ?? protocol,
      endpoint: Attributes['Endpoint'] ?? endpoint,
      audience: policy.audience ?? null,
      severity: policy.severity ?? null,
      isConfirmed: Attributes['PendingConfirmation'] !== 'true',
    };
  }
}
