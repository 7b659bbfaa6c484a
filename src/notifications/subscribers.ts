import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  NotFoundException,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import type { NotificationChannel } from '../model/notification-channels.ts';

/** A subscription and its filter. A filter of null lets everything through. */
export type Subscriber = {
  /** Identifies the subscription within its topic. */
  readonly subscriber: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly audience: string[] | null;
  readonly severity: string[] | null;
  /** A new email or HTTPS subscription has to be confirmed once. */
  readonly isConfirmed: boolean;
};

export type NewSubscriber = {
  readonly protocol: NotificationChannel;
  readonly endpoint: string;
  readonly audience: string;
  readonly severity: readonly string[] | null;
};

/** Null if a subscription no longer exists; rethrows every other error. */
function nullIfGone(error: unknown): null {
  if (error instanceof NotFoundException) return null;
  throw error;
}

/** What SNS returns instead of the ARN of an unconfirmed subscription. */
const unconfirmed = 'PendingConfirmation';

function unconfirmedSubscriber(protocol: string, endpoint: string): Subscriber {
  return { subscriber: '', protocol, endpoint, audience: null, severity: null, isConfirmed: false };
}

/** Adds, removes, finds and lists the subscribers of one topic. */
export function subscribersOf(client: SNSClient, topicArn: string) {
  const arnOf = (subscriber: string): string => `${topicArn}:${subscriber}`;
  return {
    /** Subscribes an endpoint to the notifications for an audience. Repeating it returns the same subscription. */
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
    /** Ends a subscription. */
    async remove(subscriber: string): Promise<void> {
      await client.send(new UnsubscribeCommand({ SubscriptionArn: arnOf(subscriber) }));
    },
    /** One subscriber; null if there is none. */
    async find(subscriber: string): Promise<Subscriber | null> {
      return read(subscriber).catch(nullIfGone);
    },
    /** One page of subscribers, and the cursor of the next; null on the last page. */
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
            ? unconfirmedSubscriber(Protocol!, Endpoint!)
            : // A subscription deleted since it was listed is left out.
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
