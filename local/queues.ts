import { randomBytes } from 'node:crypto';
import { ChangeMessageVisibilityCommand, SQSClient, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { startFauxqs } from 'fauxqs';
import { serviceLimits } from './service-limits.ts';
import { callGate } from './gate.ts';
import type { Received } from './inbox.ts';
import { onLoopback } from './on-loopback.ts';
import type { RunCredentials } from './signed-request.ts';
import { passwordHeader, startSnsProxy } from './sns-proxy.ts';
import { LocalSubscriptions } from './subscriptions.ts';
import { type Properties, type Template, account, region } from './template.ts';

type Fauxqs = Awaited<ReturnType<typeof startFauxqs>>;

/** The embedded queues and topics of the template. */
export type LocalQueues = {
  readonly sqsEndpoint: string;
  readonly snsEndpoint: string;
  /**
   * Puts a message on a queue, by its URL. A FIFO queue needs the message's group id. Throws where the message is too
   * large.
   */
  send(queueUrl: string, body: string, messageGroupId?: string): void;
  readonly subscriptions: LocalSubscriptions;
  stop(): Promise<void>;
};

const queueAttributes = [
  'VisibilityTimeout',
  'MessageRetentionPeriod',
  'DelaySeconds',
  'FifoQueue',
  'ContentBasedDeduplication',
] as const;

/**
 * Starts SQS and SNS on files in a folder and creates queues and topics that do not exist yet. New filters take effect
 * after the given delay, or by default after SNS's own.
 */
export async function startQueues(
  template: Template,
  folder: string,
  credentials: RunCredentials,
  {
    filtersActWithinMs = Infinity,
    receive,
  }: { filtersActWithinMs?: number; receive: (received: Received) => void },
): Promise<LocalQueues> {
  const callers = callGate(credentials);
  const password = randomBytes(24).toString('base64url');
  const server = await onLoopback(
    () => startFauxqs({ port: 0, host: '127.0.0.1', logger: false, dataDir: folder, defaultRegion: region }),
    (request) => (request.headers[passwordHeader] === password ? null : callers(request)),
  );
  const sqsEndpoint = `http://127.0.0.1:${server.port}`;
  const sqs = new SQSClient({
    endpoint: sqsEndpoint,
    region,
    credentials,
  });
  await placeQueues(template, server, sqs, sqsEndpoint);
  for (const resource of template.ofType('AWS::SQS::Queue'))
    await releaseInFlight(server, sqs, template.refOf(resource));
  sqs.destroy();
  for (const resource of template.ofType('AWS::SNS::Topic')) {
    const name = `${template.stackName}-${resource.logicalId}`;
    const { topicArn } = server.createTopic(name, { region });
    template.place(resource, topicArn, { TopicArn: topicArn, TopicName: name });
  }
  const subscriptions = new LocalSubscriptions(
    `${folder}.subscriptions.json`,
    ({ topicArn }, queueName) => {
      if (server.inspectQueue(queueName) === undefined) server.createQueue(queueName, { region });
      server.subscribe({ topic: topicArn.split(':').at(-1)!, queue: queueName, region });
      return urlOf(sqsEndpoint, queueName);
    },
    Math.min(filtersActWithinMs, serviceLimits.filterPolicyActsAfterMs.limit),
  );
  for (const resource of template.ofType('AWS::SNS::Subscription')) {
    const { TopicArn, Protocol, Endpoint, FilterPolicy } = template.properties(resource);
    const arn = `${String(TopicArn)}:${resource.logicalId}`;
    template.place(resource, arn);
    subscriptions.declare(
      {
        arn,
        topicArn: String(TopicArn),
        protocol: String(Protocol),
        endpoint: String(Endpoint),
        filterPolicy: (FilterPolicy as Properties | undefined) ?? null,
      },
      resource.logicalId,
    );
  }
  const gate = await startSnsProxy({ endpoint: sqsEndpoint, password }, subscriptions, { callers, receive });
  return {
    sqsEndpoint,
    snsEndpoint: gate.endpoint,
    subscriptions,
    send: (queueUrl, body, messageGroupId) => {
      server.sendMessage(queueUrl.split('/').at(-1)!, body, {
        region,
        ...(messageGroupId !== undefined && { messageGroupId }),
      });
    },
    async stop() {
      await gate.stop();
      await server.stop();
    },
  };
}

/** Creates each dead-letter queue before the queues that refer to it. */
async function placeQueues(
  template: Template,
  server: Fauxqs,
  sqs: SQSClient,
  endpoint: string,
): Promise<void> {
  const queues = template.ofType('AWS::SQS::Queue');
  const hasDeadLetters = ({ raw }: (typeof queues)[number]): boolean => 'RedrivePolicy' in raw;
  for (const resource of [...queues].sort((a, b) => Number(hasDeadLetters(a)) - Number(hasDeadLetters(b)))) {
    const properties = template.properties(resource);
    const attributes: Record<string, string> = {
      MaximumMessageSize: String(serviceLimits.queueMessageBytes.limit),
    };
    for (const name of queueAttributes)
      if (properties[name] !== undefined) attributes[name] = String(properties[name]);
    const redrive = properties['RedrivePolicy'] as Properties | undefined;
    if (redrive !== undefined)
      attributes['RedrivePolicy'] = JSON.stringify({
        ...redrive,
        maxReceiveCount: String(redrive['maxReceiveCount']),
      });
    const isFifo = properties['FifoQueue'] === true;
    const name = `${template.stackName}-${resource.logicalId}${isFifo ? '.fifo' : ''}`;
    // Creating an existing queue again would lose its messages.
    if (server.inspectQueue(name) === undefined) server.createQueue(name, { region, attributes });
    else
      await sqs.send(
        new SetQueueAttributesCommand({ QueueUrl: urlOf(endpoint, name), Attributes: attributes }),
      );
    const arn = `arn:aws:sqs:${region}:${account}:${name}`;
    template.place(resource, urlOf(endpoint, name), { Arn: arn, QueueName: name });
  }
}

/**
 * The receivers of these messages ended with the previous run, so the messages need not wait until they become visible
 * again.
 */
async function releaseInFlight(server: Fauxqs, sqs: SQSClient, queueUrl: string): Promise<void> {
  const queue = server.inspectQueue(queueUrl.split('/').at(-1)!);
  for (const { receiptHandle } of queue?.messages.inflight ?? [])
    await sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        // Zero would lose the message: the embedded queue releases it and then fails.
        VisibilityTimeout: 1,
      }),
    );
}

function urlOf(endpoint: string, name: string): string {
  return `${endpoint}/${account}/${name}`;
}
