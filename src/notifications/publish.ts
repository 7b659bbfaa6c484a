import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Message } from './compose.ts';
import { publicationOf } from './publication.ts';

/** Sends a message to everyone whom it concerns: subscriptions filter by its attributes. */
export type Publish = (message: Message) => Promise<void>;

/** Publishes to one SNS topic. */
export function publishTo(client: SNSClient, topicArn: string): Publish {
  return async (message) => {
    await client.send(
      new PublishCommand({ TopicArn: topicArn, MessageStructure: 'json', ...publicationOf(message) }),
    );
  };
}
