import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { SourceMessage } from './compose-sources.ts';
import type { Message } from './compose.ts';
import { publicationOf } from './publication.ts';

/** Publishes a message to everyone it concerns; subscriptions filter by its attributes. */
export type Publish = (message: Message) => Promise<void>;

/** Makes a function that publishes to one SNS topic. */
export function publishTo(
  client: SNSClient,
  topicArn: string,
): (message: Message | SourceMessage) => Promise<void> {
  return async (message) => {
    await client.send(
      new PublishCommand({ TopicArn: topicArn, MessageStructure: 'json', ...publicationOf(message) }),
    );
  };
}
