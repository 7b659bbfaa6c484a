import type { SQSRecord } from 'aws-lambda';
import type { ArchivedMessage } from '../src/storage/archive/archived-message.ts';
import { markerRecorder, readMarker } from '../src/monitoring/queue-marker.ts';
import {
  type DeviceMessage,
  type SourceMessage,
  isOfSource,
  readRoutedMessage,
} from '../src/telemetry/routed-message.ts';
import { sourceTopicOf, topicOf } from '../src/telemetry/topic.ts';
import { append } from '../src/storage/append.ts';
import { sourceDirectory } from '../src/storage/source-directory.ts';
import { type MessagePart, sourceMessageParts } from '../src/storage/source-message-parts.ts';
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
const sources = sourceDirectory(database);
const { evaluate } = deviceEvaluator(database, requestNotificationFromEnv());

type Received<Message> = { readonly record: SQSRecord; readonly message: Message };
/** A part of a message, with what is stored of the message where something of the part is refused. */
type OwnPart = MessagePart & {
  readonly topic: string;
  readonly receivedAt: number;
  readonly payload: Uint8Array;
};

/**
 * Processes messages of devices and of sources. It archives them and, concurrently, appends their readings with one
 * write per device and batch, evaluates the devices and requests notifications. A message is done when it is archived
 * and this has succeeded for all of its devices.
 */
export const handler = queueBatch((records) => {
  const outcomes = new Map<SQSRecord, Promise<void>>();
  const ofDevices: Received<DeviceMessage>[] = [];
  const ofSources: Received<SourceMessage>[] = [];
  let markers = 0;
  for (const record of records) {
    const marker = readMarker(record.body);
    if (marker !== null) {
      markers++;
      outcomes.set(record, recordMarker(marker));
      continue;
    }
    const read = readRoutedMessage(record.body);
    if (!read.ok) outcomes.set(record, refuseUnrouted(record, read.thing, read.reason));
    else if (isOfSource(read.message)) ofSources.push({ record, message: read.message });
    else ofDevices.push({ record, message: read.message });
  }
  count('ReceivedMessages', records.length - markers);
  const processed = processMessages(ofDevices, ofSources);
  for (const { record } of [...ofDevices, ...ofSources])
    outcomes.set(
      record,
      processed.then((done) => done.get(record)),
    );
  return outcomes;
});

/** Starts the work on messages. Those of sources are divided first, so that a device has one write in a batch. */
async function processMessages(
  ofDevices: readonly Received<DeviceMessage>[],
  ofSources: readonly Received<SourceMessage>[],
): Promise<ReadonlyMap<SQSRecord, Promise<void>>> {
  const outcomes = new Map<SQSRecord, Promise<void>>();
  const parts = new Map<SQSRecord, readonly OwnPart[]>();
  const archived = [archiveAll(ofDevices.map(({ message }) => lineOf(message)))];
  // It may fail while messages of sources are divided. Nobody waits for it yet, and Node would end the instance.
  archived[0]!.catch(() => undefined);
  for (const { record, message } of ofDevices) parts.set(record, [partOf(message)]);
  const divided = await Promise.allSettled(
    ofSources.map(({ message }) => sourceMessageParts(sources, message, topicRoot)),
  );
  const lines: ArchivedMessage[] = [];
  for (const [index, { record, message }] of ofSources.entries()) {
    const outcome = divided[index]!;
    if (outcome.status === 'rejected')
      outcomes.set(record, reported(Promise.reject(outcome.reason as Error), message.thing, 1));
    else {
      for (const line of outcome.value.archived) lines.push(line);
      parts.set(record, ownParts(message, outcome.value.parts));
    }
  }
  archived.push(archiveAll(lines));
  const byDevice = new Map<string, Promise<void>>();
  for (const [device, own] of Map.groupBy([...parts.values()].flat(), (part) => part.device))
    byDevice.set(device, reported(allDone([...archived, ingest(device, own)]), device, own.length));
  for (const [record, own] of parts)
    outcomes.set(record, allDone([...archived, ...own.map(({ device }) => byDevice.get(device)!)]));
  return outcomes;
}

async function archiveAll(lines: readonly ArchivedMessage[]): Promise<void> {
  if (lines.length > 0) await archive(lines);
}

function lineOf({ thing, kind, receivedAt, payload }: DeviceMessage): ArchivedMessage {
  return { receivedAt, thing, topic: topicOf(thing, kind, topicRoot), payload };
}

function partOf({ thing, kind, receivedAt, payload }: DeviceMessage): OwnPart {
  const bytes = Buffer.from(payload, 'base64');
  const decoded = decodeMessage(bytes, receivedAt);
  return { device: thing, ...decoded, topic: topicOf(thing, kind, topicRoot), receivedAt, payload: bytes };
}

function ownParts(message: SourceMessage, parts: readonly MessagePart[]): OwnPart[] {
  const { thing, kind, receivedAt } = message;
  const payload = Buffer.from(message.payload, 'base64');
  const topic = sourceTopicOf(thing, kind, topicRoot);
  return parts.map((part) => ({ ...part, topic, receivedAt, payload }));
}

async function ingest(device: string, parts: readonly OwnPart[]): Promise<void> {
  const accepted = [];
  for (const { readings, refused, topic, receivedAt, payload } of parts) {
    if (refused.length > 0) {
      count('RefusedMessages');
      await storeRefused(database, { deviceId: device, topic, receivedAt, payload, refused });
    }
    if (readings.length > 0) accepted.push(readings);
  }
  if (accepted.length === 0) return;
  const deviceItem = await append(database, device, accepted);
  await evaluate(deviceItem, { asOf: Date.now(), processedUpTo: -Infinity });
}

/** Waits for all even if one fails, so that no work continues after the function has returned. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(work);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Logs a failure, which lets the messages be delivered again. */
async function reported(work: Promise<void>, device: string, messages: number): Promise<void> {
  try {
    await work;
  } catch (error) {
    logger.error('messages failed; they are delivered again', { device, messages, error: error as Error });
    throw error;
  }
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
