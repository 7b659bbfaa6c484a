import type { SQSRecord } from 'aws-lambda';
import type { ArchivedMessage } from '../contract/archived-message.ts';
import { type RoutedMessage, readRoutedMessage } from '../contract/routed-message.ts';
import { topicOf } from '../contract/topic.ts';
import { append } from '../store/append.ts';
import { reject } from '../store/rejected.ts';
import { archiveOfEnvironment } from './steps/archive.ts';
import { recordsOfEnvironment } from './steps/database.ts';
import { required } from './steps/environment.ts';
import { count, logger } from './steps/observe.ts';
import { queueBatch } from './steps/queue-batch.ts';
import { settler } from './steps/settle.ts';
import { decodeMessage } from '../evidence/decode-message.ts';
import { requestNotificationFromEnv } from './steps/request-notification.ts';

const database = recordsOfEnvironment();
const archive = archiveOfEnvironment();
const topicRoot = required('TOPIC_ROOT');
const { settle } = settler(database, requestNotificationFromEnv());

/** Takes in what devices sent: archives it, keeps it, judges it, lets people be notified. One write per device and batch. */
export const handler = queueBatch((records) => {
  const outcomes = new Map<SQSRecord, Promise<void>>();
  const byDevice = new Map<string, { records: SQSRecord[]; messages: RoutedMessage[] }>();
  const received: ArchivedMessage[] = [];
  for (const record of records) {
    const read = readRoutedMessage(record.body);
    if (!read.ok) {
      outcomes.set(record, refuseUnrouted(record, read.thing, read.reason));
      continue;
    }
    const { thing, kind, receivedAt, payload } = read.message;
    received.push({ receivedAt, thing, topic: topicOf(thing, kind, topicRoot), payload });
    let device = byDevice.get(thing);
    if (device === undefined) byDevice.set(thing, (device = { records: [], messages: [] }));
    device.records.push(record);
    device.messages.push(read.message);
  }
  count('ReceivedMessages', records.length);
  const archived = received.length === 0 ? Promise.resolve() : archive(received);
  for (const [thing, device] of byDevice) {
    const outcome = archived
      .then(() => ingest(thing, device.messages))
      .catch((error: unknown) => {
        logger.error('messages failed; they are delivered again', {
          device: thing,
          messages: device.messages.length,
          error: error as Error,
        });
        throw error;
      });
    for (const record of device.records) outcomes.set(record, outcome);
  }
  return outcomes;
});

async function ingest(thing: string, messages: readonly RoutedMessage[]): Promise<void> {
  const taken = [];
  for (const { payload, kind, receivedAt } of messages) {
    const bytes = Buffer.from(payload, 'base64');
    const { readings, refused } = decodeMessage(bytes, receivedAt);
    if (refused.length > 0) {
      count('RefusedMessages');
      const topic = topicOf(thing, kind, topicRoot);
      await reject(database, { deviceId: thing, topic, receivedAt, payload: bytes, refused });
    }
    if (readings.length > 0) taken.push(readings);
  }
  if (taken.length === 0) return;
  const head = await append(database, thing, taken);
  await settle(head, { asOf: Date.now(), mayBeSilent: false });
}

async function refuseUnrouted(record: SQSRecord, thing: string, reason: string): Promise<void> {
  count('RefusedMessages');
  await reject(database, {
    deviceId: thing,
    topic: '',
    receivedAt: Number(record.attributes.SentTimestamp),
    payload: Buffer.from(record.body),
    refused: [{ line: 1, reason }],
  });
}
