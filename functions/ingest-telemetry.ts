import type { SQSRecord } from 'aws-lambda';
import type { ArchivedMessage } from '../src/storage/archive/archived-message.ts';
import { markerRecorder, readMarker } from '../src/monitoring/queue-marker.ts';
import { type RoutedMessage, readRoutedMessage } from '../src/telemetry/routed-message.ts';
import { topicOf } from '../src/telemetry/topic.ts';
import { append } from '../src/storage/append.ts';
import { storeRefused } from '../src/storage/store-refused.ts';
import { archiveOrQueueFromEnv } from '../src/storage/archive/archive-stream.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { count, logger } from '../src/runtime/observability.ts';
import { queueBatch } from '../src/runtime/queue-batch.ts';
import { deviceEvaluator } from '../src/monitoring/evaluate-device.ts';
import { decodeMessage } from '../src/telemetry/decode-message.ts';
import { requestNotificationFromEnv } from '../src/notifications/request-notification.ts';

const database = recordsFromEnv();
const archive = archiveOrQueueFromEnv();
const topicRoot = requireEnv('TOPIC_ROOT');
const recordMarker = markerRecorder(database);
const { evaluate } = deviceEvaluator(database, requestNotificationFromEnv());

/**
 * Processes device messages. It archives them and, concurrently, appends their readings with one write per device and
 * batch, evaluates the device and requests notifications. A message is done when both have succeeded.
 */
export const handler = queueBatch((records) => {
  const outcomes = new Map<SQSRecord, Promise<void>>();
  const byDevice = new Map<string, { records: SQSRecord[]; messages: RoutedMessage[] }>();
  const received: ArchivedMessage[] = [];
  let markers = 0;
  for (const record of records) {
    const marker = readMarker(record.body);
    if (marker !== null) {
      markers++;
      outcomes.set(record, recordMarker(marker));
      continue;
    }
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
  count('ReceivedMessages', records.length - markers);
  const archived = received.length === 0 ? Promise.resolve() : archive(received);
  for (const [thing, device] of byDevice) {
    const outcome = bothDone(archived, ingest(thing, device.messages)).catch((error: unknown) => {
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

/** Waits for both even if one fails, so that no work continues after the function has returned. */
async function bothDone(one: Promise<void>, other: Promise<void>): Promise<void> {
  const outcomes = await Promise.allSettled([one, other]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function ingest(thing: string, messages: readonly RoutedMessage[]): Promise<void> {
  const accepted = [];
  for (const { payload, kind, receivedAt } of messages) {
    const bytes = Buffer.from(payload, 'base64');
    const { readings, refused } = decodeMessage(bytes, receivedAt);
    if (refused.length > 0) {
      count('RefusedMessages');
      const topic = topicOf(thing, kind, topicRoot);
      await storeRefused(database, { deviceId: thing, topic, receivedAt, payload: bytes, refused });
    }
    if (readings.length > 0) accepted.push(readings);
  }
  if (accepted.length === 0) return;
  const deviceItem = await append(database, thing, accepted);
  await evaluate(deviceItem, { asOf: Date.now(), processedUpTo: -Infinity });
}

async function refuseUnrouted(record: SQSRecord, thing: string, reason: string): Promise<void> {
  count('RefusedMessages');
  await storeRefused(database, {
    deviceId: thing,
    topic: '',
    receivedAt: Number(record.attributes.SentTimestamp),
    payload: Buffer.from(record.body),
    refused: [{ line: 1, reason }],
  });
}
