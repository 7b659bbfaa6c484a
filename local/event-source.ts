import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { StartupError } from './startup-error.ts';
import { payloadBytes } from './function-payload.ts';
import { faultsOfMapping } from './mapping-limits.ts';
import { repeatUntil } from './pace.ts';
import { serviceLimits } from './service-limits.ts';
import { NotLocal, type Properties, type Resource, type Template, region } from './template.ts';
import { say } from './say.ts';
import type { LocalFunction } from './local-function.ts';

/** The running event source mappings of the template. */
export type EventSources = { stop(): Promise<void> };

/** Concurrent batches per mapping: as many as a laptop can use, within the mapping's own limit. */
const pollers = 2;
/** The visibility timeout of a queue that sets none. */
const defaultVisibilitySeconds = 30;

/**
 * Starts the event source mappings of the template. Their batching windows last at most `windowAtMostMs`.
 *
 * @throws {NotLocal} When a mapping has no local counterpart.
 * @throws {StartupError} When Lambda would refuse a mapping.
 */
export function startEventSources(
  template: Template,
  client: SQSClient,
  functions: ReadonlyMap<string, LocalFunction>,
  windowAtMostMs: number,
): EventSources {
  const stopping = new AbortController();
  const running = template.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const {
      BatchSize,
      EventSourceArn,
      FunctionName,
      FunctionResponseTypes,
      MaximumBatchingWindowInSeconds,
      ScalingConfig,
    } = template.properties(resource);
    const target = functions.get(String(FunctionName));
    if (target === undefined)
      throw new NotLocal(`${resource.logicalId}: function ${String(FunctionName)} is not here`);
    if (JSON.stringify(FunctionResponseTypes) !== '["ReportBatchItemFailures"]')
      throw new NotLocal(
        `${resource.logicalId}: the local run knows mappings that report item failures only`,
      );
    const queue = queueOf(template, String(EventSourceArn));
    const windowSeconds = Number(MaximumBatchingWindowInSeconds ?? 0);
    const concurrency = (ScalingConfig as Properties | undefined)?.['MaximumConcurrency'];
    const [fault] = faultsOfMapping({
      batchSize: Number(BatchSize),
      windowSeconds,
      maximumConcurrency: concurrency === undefined ? null : Number(concurrency),
      isFifo: queue.raw['FifoQueue'] === true,
      visibilitySeconds: Number(queue.raw['VisibilityTimeout'] ?? defaultVisibilitySeconds),
      timeoutSeconds: target.timeoutMs / 1000,
    });
    if (fault !== undefined) throw new StartupError(`Lambda refuses ${resource.logicalId}: ${fault}`);
    const mapping = {
      arn: String(EventSourceArn),
      queueUrl: template.refOf(queue),
      batchSize: Number(BatchSize),
      windowMs: Math.min(windowSeconds * 1000, windowAtMostMs),
      target,
    };
    const atOnce = Math.min(pollers, Number(concurrency ?? pollers));
    return Array.from({ length: atOnce }, () => poll(client, mapping, stopping.signal));
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

type Mapping = {
  arn: string;
  queueUrl: string;
  batchSize: number;
  windowMs: number;
  target: LocalFunction;
};

async function poll(client: SQSClient, mapping: Mapping, stopping: AbortSignal): Promise<void> {
  await repeatUntil(
    stopping,
    async () => {
      const messages = await gather(client, mapping, stopping);
      for (const batch of withinPayload(messages, mapping.arn)) await handle(client, mapping, batch);
    },
    (error) => say(`queue of ${mapping.target.name}: ${String(error)}`),
  );
}

/**
 * Gathers a batch: up to the maximum number of messages, or those that arrive within the window that starts with the
 * first. The messages are in flight until the batch is handed over.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
async function gather(
  client: SQSClient,
  { queueUrl, batchSize, windowMs }: Mapping,
  stopping: AbortSignal,
): Promise<Message[]> {
  const messages: Message[] = [];
  let endsAt = Infinity;
  do {
    const isFirst = messages.length === 0;
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(serviceLimits.queueReceivedMessages.limit, batchSize - messages.length),
        // A queue accepts whole seconds only.
        WaitTimeSeconds: isFirst ? 20 : Math.max(0, Math.floor((endsAt - Date.now()) / 1000)),
        MessageSystemAttributeNames: ['All'],
      }),
      { abortSignal: stopping },
    );
    if (isFirst) endsAt = Date.now() + windowMs;
    messages.push(...Messages);
    if (Messages.length === 0 && endsAt - Date.now() < 1000) break;
  } while (messages.length > 0 && messages.length < batchSize && Date.now() < endsAt);
  return messages;
}

/** Splits messages into batches that fit a function's payload limit. */
export function withinPayload(messages: readonly Message[], arn: string): Message[][] {
  const batches: Message[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const own = payloadBytes(recordOf(message, arn)) + 1;
    if (bytes + own > serviceLimits.functionPayloadBytes.limit) {
      batches.push([]);
      bytes = payloadBytes({ Records: [] });
    }
    batches.at(-1)!.push(message);
    bytes += own;
  }
  return batches;
}

/**
 * Handles a batch. Messages that the function reports as failed, or all of them if it throws, stay on the queue until
 * they become visible again.
 */
async function handle(
  client: SQSClient,
  { arn, queueUrl, target }: Mapping,
  messages: Message[],
): Promise<void> {
  let failed: Set<string>;
  try {
    const answer = (await target.invoke({ Records: messages.map((message) => recordOf(message, arn)) })) as
      { batchItemFailures?: { itemIdentifier: string }[] } | undefined;
    failed = new Set(answer?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  } catch (error) {
    say(String(error));
    return;
  }
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId!));
  if (done.length > 0)
    await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
}

function recordOf(message: Message, eventSourceARN: string) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: {},
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: region,
  };
}

function queueOf(template: Template, arn: string): Resource {
  const resource = template
    .ofType('AWS::SQS::Queue')
    .find(({ logicalId }) => logicalId === template.logicalIdOf(arn));
  if (resource === undefined) throw new NotLocal(`queue ${arn} is not in the template`);
  return resource;
}
