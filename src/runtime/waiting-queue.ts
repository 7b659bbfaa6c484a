import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';

/** A message that waits for a person. */
export type WaitingMessage = Message;

/** How many messages of a queue can be received, and how many are hidden because somebody received them. */
export type QueueDepth = { readonly waiting: number; readonly hidden: number };

/** A queue of which no function receives: people look at its messages, and send them back to where they failed. */
export type WaitingQueue = ReturnType<typeof waitingQueue>;

/** A message that is being shown or moved is invisible to others for this long. */
const hiddenSeconds = 30;
const largestBatch = 10;

/** How many messages a queue has, roughly. */
export async function queueDepth(client: SQSClient, url: string): Promise<QueueDepth> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

/** Makes what can be done with a queue of messages that wait, by its URL. */
export function waitingQueue(client: SQSClient, url: string) {
  /** Makes messages that stay visible to others again. */
  async function release(seen: readonly WaitingMessage[]): Promise<void> {
    for (const { ReceiptHandle } of seen)
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle,
          // The embedded queue service loses a message whose visibility timeout is set to zero.
          VisibilityTimeout: 1,
        }),
      );
  }

  return {
    release,

    depth: () => queueDepth(client, url),

    /** Yields the messages once each, at most `most`, until none are left but those seen before. */
    async *messages(most: number): AsyncGenerator<WaitingMessage> {
      const known = new Set<string>();
      while (known.size < most) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: Math.min(largestBatch, most - known.size),
            VisibilityTimeout: hiddenSeconds,
            // Longer than messages that were looked at stay hidden, so that retrying right after that finds them.
            WaitTimeSeconds: 2,
            MessageSystemAttributeNames: ['All'],
          }),
        );
        // A message that stays, or fails again, is received again once it is visible.
        const others = Messages.filter(({ MessageId }) => !known.has(MessageId!));
        if (others.length === 0) return;
        for (const [index, message] of others.entries()) {
          known.add(message.MessageId!);
          let goesOn = false;
          try {
            yield message;
            goesOn = true;
          } finally {
            // Whoever has seen enough leaves the rest of what was received to others.
            if (!goesOn) await release(others.slice(index + 1));
          }
        }
      }
    },

    /** Sends a message on to another queue, in the given form, and removes it here. */
    async move({ ReceiptHandle }: WaitingMessage, body: string, target: string): Promise<void> {
      // Send first, then delete: a crash in between leaves a duplicate, which ingestion and reading ignore.
      await client.send(new SendMessageCommand({ QueueUrl: target, MessageBody: body }));
      await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    },
  };
}
