import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { LocalFunction } from './function-host.ts';
import { NotLocal, type Properties, type Template, region } from './template.ts';

/** Feeds functions from their queues as the event source mappings of the template say. */
export type EventSources = { stop(): Promise<void> };

/** Batches under way at once, per mapping: as many as this machine has use for, within the mapping's own bound. */
const pollers = 2;

export function startEventSources(
  template: Template,
  client: SQSClient,
  functions: ReadonlyMap<string, LocalFunction>,
): EventSources {
  const stopping = new AbortController();
  const running = template.ofType('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const { BatchSize, EventSourceArn, FunctionName, FunctionResponseTypes, ScalingConfig } =
      template.properties(resource);
    const target = functions.get(String(FunctionName));
    if (target === undefined)
      throw new NotLocal(`${resource.logicalId}: function ${String(FunctionName)} is not here`);
    if (JSON.stringify(FunctionResponseTypes) !== '["ReportBatchItemFailures"]')
      throw new NotLocal(
        `${resource.logicalId}: the local run knows mappings that report item failures only`,
      );
    const mapping = {
      arn: String(EventSourceArn),
      queueUrl: queueUrlOf(template, String(EventSourceArn)),
      batchSize: Number(BatchSize),
      target,
    };
    const atOnce = Math.min(
      pollers,
      Number((ScalingConfig as Properties | undefined)?.['MaximumConcurrency'] ?? pollers),
    );
    return Array.from({ length: atOnce }, () => poll(client, mapping, stopping.signal));
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

type Mapping = { arn: string; queueUrl: string; batchSize: number; target: LocalFunction };

async function poll(client: SQSClient, mapping: Mapping, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted)
    try {
      const { Messages } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: mapping.queueUrl,
          MaxNumberOfMessages: Math.min(10, mapping.batchSize),
          WaitTimeSeconds: 20,
          MessageSystemAttributeNames: ['All'],
        }),
        { abortSignal: stopping },
      );
      if (Messages !== undefined && Messages.length > 0) await handle(client, mapping, Messages);
    } catch (error) {
      if (!stopping.aborted) console.error(`queue of ${mapping.target.name}: ${String(error)}`);
    }
}

/** What the function reports as failed, and everything when it throws, stays on the queue until it is visible again. */
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
    console.error(String(error));
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

function queueUrlOf(template: Template, arn: string): string {
  const resource = template
    .ofType('AWS::SQS::Queue')
    .find(({ logicalId }) => logicalId === template.logicalIdOf(arn));
  if (resource === undefined) throw new NotLocal(`queue ${arn} is not in the template`);
  return template.refOf(resource);
}
