import { readablePayload } from '../model/readable-payload.ts';
import { counted } from '../model/wording.ts';
import { readRoutedMessage } from './routed-message.ts';
import { readTopic } from './topic.ts';

/** Queues whose messages need a person: why they end there. */
export const waitingQueues = {
  ingest: { why: 'failed five times in ingest-telemetry' },
  rejected: { why: 'could not be delivered by their topic rule' },
  files: { why: 'failed five times in read-logger-file' },
  deliveries: { why: 'could not be sent to one recipient five times' },
} as const;
export type WaitingQueueName = keyof typeof waitingQueues;
export const waitingQueueNames = Object.keys(waitingQueues) as WaitingQueueName[];

/** A message as a queue gives it. */
type Received = { readonly Body?: string; readonly Attributes?: Partial<Record<string, string>> };

/** What is known of a message that waits; `at` is when it was sent, in epoch milliseconds. */
export type DescribedMessage = {
  readonly at: number;
  /** Thing and kind, or the topic; null where the message does not say. */
  readonly from: string | null;
  readonly content: string;
  readonly why: string;
};

/** The error action message of a topic rule, as documented by AWS IoT. */
type RuleFailure = {
  readonly ruleName?: string;
  readonly topic?: string;
  readonly base64OriginalPayload?: string;
  readonly failures?: readonly { readonly errorMessage?: string }[];
};

/** The form in which a message goes back to where it failed; null if that is impossible. */
export function restoredMessage(
  queue: WaitingQueueName,
  { Body = '', Attributes }: Received,
  topicRoot: string,
): string | null {
  if (queue !== 'rejected') return Body;
  // The topic rule would have forwarded it in this form.
  const { topic = '', base64OriginalPayload: payload } = failureIn(Body);
  const read = readTopic(topic, topicRoot);
  if (payload === undefined || read === null) return null;
  return JSON.stringify({ payload, ...read, receivedAt: Number(Attributes!['SentTimestamp']) });
}

/** What sent a message, what it says, and why it waits. */
export function describedMessage(
  queue: WaitingQueueName,
  { Body = '', Attributes }: Received,
): DescribedMessage {
  const at = Number(Attributes!['SentTimestamp']);
  const unknown = { at, from: null, content: JSON.stringify(Body), why: waitingQueues[queue].why };
  if (queue === 'rejected') {
    const { ruleName, topic, base64OriginalPayload = '', failures = [] } = failureIn(Body);
    if (topic === undefined) return unknown;
    const why = `rule ${ruleName}: ${failures.map(({ errorMessage }) => errorMessage).join('; ')}`;
    return { at, from: topic, content: readablePayload(Buffer.from(base64OriginalPayload, 'base64')), why };
  }
  const read = queue === 'ingest' ? readRoutedMessage(Body) : ({ ok: false } as const);
  if (!read.ok) return unknown;
  const { thing, kind, payload } = read.message;
  return {
    at,
    from: `${thing}/${kind}`,
    content: readablePayload(Buffer.from(payload, 'base64')),
    why: `delivered ${counted(Number(Attributes!['ApproximateReceiveCount']), 'time')}`,
  };
}

function failureIn(body: string): RuleFailure {
  try {
    return JSON.parse(body) as RuleFailure;
  } catch {
    return {};
  }
}
