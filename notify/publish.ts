import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Message } from './compose.ts';

/** Sends a message to everyone whom it concerns: subscriptions filter by its attributes. */
export type Publish = (message: Message) => Promise<void>;

/** Publishes to one SNS topic: text for email, a line for SMS, the full JSON for everything else. */
export function publishTo(client: SNSClient, topicArn: string): Publish {
  return async ({ subject, email, sms, notification, audience }) => {
    const { severity, shipment, rule, kind } = notification;
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject,
        MessageStructure: 'json',
        Message: JSON.stringify({ default: JSON.stringify(notification), email, sms }),
        MessageAttributes: {
          severity: text(severity),
          shipment: text(shipment),
          kind: text(kind),
          ...(rule === null ? {} : { rule: text(rule) }),
          ...(audience.length === 0
            ? {}
            : { audience: { DataType: 'String.Array', StringValue: JSON.stringify(audience) } }),
        },
      }),
    );
  };
}

function text(value: string) {
  return { DataType: 'String', StringValue: value };
}
