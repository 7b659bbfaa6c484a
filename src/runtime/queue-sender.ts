import type { SendMessageCommandInput } from '@aws-sdk/client-sqs';

/** Sends a message to a queue. */
type SendToQueue = (
  body: string,
  more?: Omit<SendMessageCommandInput, 'QueueUrl' | 'MessageBody'>,
) => Promise<void>;

/**
 * Makes a sender for one queue. Most instances never send anything, so the client is loaded with the first message and
 * not during the cold start.
 */
export function queueSender(queueUrl: string): SendToQueue {
  let loaded: Promise<SendToQueue> | undefined;
  return async (body, more) => (await (loaded ??= load(queueUrl)))(body, more);
}

async function load(queueUrl: string): Promise<SendToQueue> {
  const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient({});
  return async (body, more) => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...more }));
  };
}
