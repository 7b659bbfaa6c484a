import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { count, logger } from '../runtime/observability.ts';

const hourMs = 3_600_000;

/**
 * Makes a function that counts, once an hour, the subscriptions of a topic that wait for confirmation: those never
 * confirmed, and those that SNS has suspended. It never rejects; a failed count is repeated at the next call.
 */
export function waitingSubscriptionsOf(client: SNSClient, topicArn: string): () => Promise<void> {
  let nextAt = -Infinity;
  return async () => {
    const now = Date.now();
    if (now < nextAt) return;
    nextAt = now + hourMs;
    try {
      const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      count('UnconfirmedSubscriptions', Number(Attributes?.['SubscriptionsPending']));
    } catch (error) {
      nextAt = -Infinity;
      logger.error('subscriptions that wait for confirmation could not be counted', {
        error: error as Error,
      });
    }
  };
}
