import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Attribute } from './filter-policy.ts';
import { repeatUntil } from './pace.ts';
import { serviceLimits } from './service-limits.ts';
import type { InboxQueue } from './subscriptions.ts';
import { say } from './say.ts';

/** A notification as its subscriber reads it. */
export type Received = {
  readonly to: string;
  readonly protocol: string;
  readonly subject: string | null;
  /** The form of the message for this protocol: the text of an email, the line of an SMS, or the default. */
  readonly message: string;
  /** The mail as HTML; null where it has none. */
  readonly html: string | null;
  readonly attributes: { readonly [name: string]: string };
  readonly messageId: string;
  readonly receivedAt: string;
};

/** The inboxes of all subscribers and recipients: collects notifications and stores them in a file, oldest first. */
export class Inbox {
  readonly #file: string;
  readonly #received: Received[];
  readonly #stopping = new AbortController();
  readonly #collecting: Promise<void>[] = [];

  constructor(file: string) {
    this.#file = file;
    // A last line cut off by a crash is delivered again, because its message had not been deleted yet.
    this.#received = existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as Received] : []))
      : [];
  }

  get received(): readonly Received[] {
    return this.#received;
  }

  /** Collects from the queues until stopped; `show` is called with each new notification. */
  collect(client: SQSClient, queues: readonly InboxQueue[], show: (received: Received) => void): void {
    const collecting = queues.map((queue) =>
      repeatUntil(
        this.#stopping.signal,
        () => this.#receive(client, queue, show),
        (error) => say(`inbox of ${queue.endpoint}: ${String(error)}`),
      ),
    );
    this.#collecting.push(...collecting);
  }

  /** Stores what was sent to somebody directly; `show` is called with it. */
  receive(received: Received, show: (received: Received) => void): void {
    appendFileSync(this.#file, `${JSON.stringify(received)}\n`);
    this.#received.push(received);
    show(received);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#collecting);
  }

  async #receive(client: SQSClient, queue: InboxQueue, show: (received: Received) => void): Promise<void> {
    const { Messages } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.queueUrl,
        MaxNumberOfMessages: serviceLimits.queueReceivedMessages.limit,
        WaitTimeSeconds: 20,
      }),
      { abortSignal: this.#stopping.signal },
    );
    for (const { Body, ReceiptHandle } of Messages ?? []) {
      const envelope = JSON.parse(Body!) as Envelope;
      const received = read(queue, envelope);
      if (
        queue.comesHere(envelope.MessageAttributes ?? {}, Date.parse(envelope.Timestamp)) &&
        !this.#received.some(({ messageId, to }) => messageId === received.messageId && to === received.to)
      ) {
        this.receive(received, show);
      }
      await client.send(new DeleteMessageCommand({ QueueUrl: queue.queueUrl, ReceiptHandle }));
    }
  }
}

type Envelope = {
  MessageId: string;
  Subject?: string;
  Message: string;
  Timestamp: string;
  MessageAttributes?: Record<string, Attribute>;
};

function read({ protocol, endpoint }: InboxQueue, envelope: Envelope): Received {
  const forms = formsOf(envelope.Message);
  return {
    to: endpoint,
    protocol,
    subject: protocol === 'email' ? (envelope.Subject ?? null) : null,
    message: forms[protocol] ?? forms['default']!,
    html: null,
    attributes: Object.fromEntries(
      Object.entries(envelope.MessageAttributes ?? {}).map(([name, { Value }]) => [name, Value]),
    ),
    messageId: envelope.MessageId,
    receivedAt: envelope.Timestamp,
  };
}

/** A message in several forms is an object of texts that includes a default. */
function formsOf(message: string): Record<string, string> {
  try {
    const forms: unknown = JSON.parse(message);
    if (typeof forms === 'object' && forms !== null && 'default' in forms)
      return forms as Record<string, string>;
  } catch {
    // Plain text is the only form.
  }
  return { default: message };
}
