import { type ArchivedMessage, archivedMessageSchema } from '../storage/archive/archived-message.ts';
import type { Attachment } from '../shipments/ledger.ts';
import { readingKey } from '../model/reading-key.ts';
import { type Reading, isMeasured } from '../model/reading.ts';
import { readingsOfArchived } from '../storage/archive/decode-archived.ts';
import { readTopic } from '../telemetry/topic.ts';

/**
 * The raw messages of a device that contain readings of an attachment: one message per line, without duplicates, by
 * receive time.
 */
export function rawOf(
  { device }: Attachment,
  readings: readonly Reading[],
  archived: readonly ArchivedMessage[],
): string {
  const own = new Set(readings.map(readingKey));
  const lines = archived
    .filter(({ thing }) => thing === device)
    .filter((message) => readingsIn(message).some((reading) => own.has(readingKey(reading))))
    .map((message) => ({ receivedAt: message.receivedAt, line: lineOf(message) }))
    .toSorted((a, b) => a.receivedAt - b.receivedAt || (a.line < b.line ? -1 : 1))
    .map(({ line }) => line);
  return [...new Set(lines)].join('');
}

/** How well the readings of an attachment match its raw payloads. No signature covers the payloads. */
export type RawComparison = {
  /** The number of recorded readings, and how many of them are in the payloads. */
  readonly readings: number;
  readonly backed: number;
  /** Readings in the payloads that fall in the attachment's time but are not recorded. */
  readonly unrecorded: number;
  /** Lines without a recorded reading, or from another device. */
  readonly foreign: number;
  /** Receive times that the record contradicts: out of order, or shifted in another way. */
  readonly shifted: number;
};

/** A comparison of nothing. */
export const nothingCompared: RawComparison = {
  readings: 0,
  backed: 0,
  unrecorded: 0,
  foreign: 0,
  shifted: 0,
};

/**
 * Compares the raw payloads of an attachment, as written by `rawOf`, with its readings.
 *
 * @throws {Error} when a line is not in the form that `rawOf` writes.
 */
export function compareRaw(attachment: Attachment, readings: readonly Reading[], raw: string): RawComparison {
  const { device, since, detachedAt } = attachment;
  const lines = raw.split('\n').filter((line) => line !== '');
  const messages = lines.map(messageOf);
  if (messages.map(lineOf).join('') !== raw) throw new Error('a line is not in canonical form');
  const own = new Set(readings.map(readingKey));
  const fitting = messages.filter(
    (message) =>
      message.thing === device &&
      isTopicOf(message) &&
      readingsIn(message).some((reading) => own.has(readingKey(reading))),
  );
  const isOfItsTime = ({ at }: Reading): boolean => at >= since && at <= (detachedAt ?? Infinity);
  const received = new Map(
    fitting
      .flatMap(readingsIn)
      .filter(isOfItsTime)
      .map((reading) => [readingKey(reading), reading]),
  );
  // Readings derived on receipt, such as clock offsets, depend on the receive time; all others come from the device.
  const measured = readings.filter(({ channel }) => isMeasured(channel));
  const backed = measured.filter((reading) => received.has(readingKey(reading))).length;
  const unrecorded = [...received]
    .filter(([key]) => !own.has(key))
    .map(([, { channel }]) => isMeasured(channel));
  const unreceived = readings.filter(
    (reading) => !isMeasured(reading.channel) && isOfItsTime(reading) && !received.has(readingKey(reading)),
  );
  const misordered = messages.filter(
    ({ receivedAt }, index) => receivedAt < (messages[index - 1]?.receivedAt ?? -Infinity),
  );
  return {
    readings: measured.length,
    backed,
    unrecorded: unrecorded.filter(Boolean).length,
    foreign: messages.length - fitting.length,
    shifted: misordered.length + Math.max(unreceived.length, unrecorded.filter((is) => !is).length),
  };
}

function messageOf(line: string): ArchivedMessage {
  const message = archivedMessageSchema.parse(JSON.parse(line));
  // Other base64 texts would be decoded differently by different tools.
  if (bytesOf(message.payload) === null) throw new Error('a payload is not in canonical base64');
  return message;
}

/**
 * Whether the topic of a message is one on which its thing may publish: below its own name, and of a known kind; or
 * that of the source which sent it.
 */
function isTopicOf({ thing, topic, from }: ArchivedMessage): boolean {
  if (from !== undefined && topic === `source/${from.source}`) return true;
  const root = topic.replace(/^\$aws\/rules\/[^/]+\//, '').split('/')[0]!;
  const read = readTopic(topic, root);
  if (from === undefined) return read?.thing === thing && read.kind !== 'gateway';
  return read?.thing === from.source && read.kind === 'gateway';
}

/** The bytes of a text in canonical base64; null if it is not. */
function bytesOf(base64: string): Uint8Array | null {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return null;
  }
  if (btoa(binary) !== base64) return null;
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function lineOf({ receivedAt, thing, topic, payload, from }: ArchivedMessage): string {
  return `${JSON.stringify({ receivedAt, thing, topic, payload, ...(from && { from }) })}\n`;
}

function readingsIn(message: ArchivedMessage): readonly Reading[] {
  return readingsOfArchived(message, bytesOf(message.payload)!);
}
