import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { readRoutedMessage } from '../telemetry/routed-message.ts';
import { readTopic } from '../telemetry/topic.ts';
import { type Deployment, type DeploymentOptions, deploymentOf } from './deployment.ts';
import { unusableArguments } from './exit-status.ts';
import { readablePayload } from './readable-payload.ts';

/** Queues whose messages need an operator: by name, the resource, where they go again, and why they end there. */
const queues = {
  ingest: {
    resource: 'IngestDeadLetters',
    target: 'IngestQueue',
    why: 'failed five times in ingest-telemetry',
  },
  rejected: {
    resource: 'IngestRejected',
    target: 'IngestQueue',
    why: 'could not be delivered by their topic rule',
  },
  files: {
    resource: 'LoggerFilesDeadLetters',
    target: 'LoggerFilesQueue',
    why: 'failed five times in read-logger-file',
  },
  deliveries: {
    resource: 'DeliveriesDeadLetters',
    target: 'DeliveriesQueue',
    why: 'could not be sent to one recipient five times',
  },
} as const;
type QueueName = keyof typeof queues;

/** A message that is being shown or moved is invisible to others for this long. */
const hiddenSeconds = 30;
const largestBatch = 10;
/** At most this many messages are moved by one command. */
const mostMoved = 100_000;

/** Lists the queues and how many messages wait in each. */
export async function* deadLettersList(options: DeploymentOptions): AsyncGenerator<string> {
  const deployment = await deploymentOf(options);
  for (const name of Object.keys(queues) as QueueName[]) {
    const { waiting, hidden } = await countOf(deployment, name);
    const inspected = hidden === 0 ? '' : `, ${hidden} being inspected`;
    yield `${name.padEnd(10)} ${waiting} waiting${inspected}: what ${queues[name].why}`;
  }
}

/**
 * Shows the first messages of a queue: sender, content, time, and why each is there. The messages stay in the queue.
 *
 * @throws {CommandError} when the queue or the count is invalid.
 */
export async function* deadLettersShow(
  queue: string,
  { most = '10', ...options }: DeploymentOptions & { most?: string },
): AsyncGenerator<string> {
  const name = queueNamed(queue);
  const count = Number(most);
  if (!Number.isInteger(count) || count < 1)
    throw unusableArguments(`--most ${most} must be a whole number, 1 or more`);
  const deployment = await deploymentOf(options);
  const seen: Message[] = [];
  for await (const message of messagesOf(deployment, name, count)) {
    seen.push(message);
    if (seen.length >= count) break;
  }
  await release(deployment, name, seen);
  for (const message of seen) yield described(name, message);
  if (seen.length === 0) yield `No messages are waiting in ${name}.`;
}

/**
 * Sends the messages of a queue back to where they failed. A message that cannot be sent is listed and stays.
 *
 * @throws {CommandError} when there is no such queue.
 */
export async function* deadLettersRedrive(queue: string, options: DeploymentOptions): AsyncGenerator<string> {
  const name = queueNamed(queue);
  const deployment = await deploymentOf(options);
  const target = deployment.nameOf(queues[name].target);
  const source = deployment.nameOf(queues[name].resource);
  let moved = 0;
  const left: Message[] = [];
  for await (const message of messagesOf(deployment, name, mostMoved)) {
    const body = name === 'rejected' ? routed(message, deployment.topicRoot) : message.Body!;
    if (body === null) {
      left.push(message);
      yield `stays: ${described(name, message)}`;
    } else {
      // Send first, then delete: a crash in between leaves a duplicate, which ingestion and reading ignore.
      await deployment.queues.send(new SendMessageCommand({ QueueUrl: target, MessageBody: body }));
      await deployment.queues.send(
        new DeleteMessageCommand({ QueueUrl: source, ReceiptHandle: message.ReceiptHandle! }),
      );
      moved++;
    }
  }
  await release(deployment, name, left);
  yield `${moved} ${moved === 1 ? 'message is' : 'messages are'} delivered again${left.length === 0 ? '' : `; ${left.length} left`}.`;
}

function queueNamed(queue: string): QueueName {
  if (Object.hasOwn(queues, queue)) return queue as QueueName;
  throw unusableArguments(`there is no queue ${queue}; choose ${Object.keys(queues).join(', ')}`);
}

async function countOf({ queues: client, nameOf }: Deployment, name: QueueName) {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: nameOf(queues[name].resource), AttributeNames: ['All'] }),
  );
  return {
    waiting: Number(Attributes['ApproximateNumberOfMessages']),
    hidden: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
  };
}

/** Makes messages that stay visible to others again. */
async function release({ queues: client, nameOf }: Deployment, name: QueueName, seen: readonly Message[]) {
  for (const { ReceiptHandle } of seen)
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: nameOf(queues[name].resource),
        ReceiptHandle,
        // The embedded queue service loses a message whose visibility timeout is set to zero.
        VisibilityTimeout: 1,
      }),
    );
}

/** Yields the messages of a queue once each, at most `most`, until none are left but those seen before. */
async function* messagesOf(
  { queues: client, nameOf }: Deployment,
  name: QueueName,
  most: number,
): AsyncGenerator<Message> {
  const known = new Set<string>();
  while (known.size < most) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: nameOf(queues[name].resource),
        MaxNumberOfMessages: Math.min(largestBatch, most - known.size),
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    // A message that stays, or fails again, is received again once it is visible.
    const others = Messages.filter(({ MessageId }) => !known.has(MessageId!));
    if (others.length === 0) return;
    for (const message of others) {
      known.add(message.MessageId!);
      yield message;
    }
  }
}

/** The error action message of a topic rule, as documented by AWS IoT. */
type RuleFailure = {
  readonly ruleName?: string;
  readonly topic?: string;
  readonly base64OriginalPayload?: string;
  readonly failures?: readonly { readonly errorMessage?: string }[];
};

/** Restores a message in the form in which its topic rule would have forwarded it; null if that is impossible. */
function routed({ Body = '', Attributes }: Message, topicRoot: string): string | null {
  const { topic = '', base64OriginalPayload: payload } = failureIn(Body);
  const read = readTopic(topic, topicRoot);
  if (payload === undefined || read === null) return null;
  return JSON.stringify({ payload, ...read, receivedAt: Number(Attributes!.SentTimestamp) });
}

function failureIn(body: string): RuleFailure {
  try {
    return JSON.parse(body) as RuleFailure;
  } catch {
    return {};
  }
}

function described(name: QueueName, { Body = '', Attributes }: Message): string {
  const at = new Date(Number(Attributes!.SentTimestamp)).toISOString();
  if (name === 'rejected') {
    const { ruleName, topic, base64OriginalPayload, failures = [] } = failureIn(Body);
    if (topic === undefined) return `${at}  ${JSON.stringify(Body)}`;
    const why = failures.map(({ errorMessage }) => errorMessage).join('; ');
    return `${at}  ${topic}  ${readablePayload(base64OriginalPayload ?? '')}  rule ${ruleName}: ${why}`;
  }
  const read = name === 'ingest' ? readRoutedMessage(Body) : ({ ok: false } as const);
  return read.ok
    ? `${at}  ${read.message.thing}/${read.message.kind}  ${readablePayload(read.message.payload)}  delivered ${Attributes!.ApproximateReceiveCount} times`
    : `${at}  ${JSON.stringify(Body)}`;
}
