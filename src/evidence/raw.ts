import { type ArchivedMessage, archivedMessageSchema } from '../storage/archive/archived-message.ts';
import type { Attachment } from '../shipments/ledger.ts';
import { type Reading, isMeasured, isUnreadable } from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';
import { decodeMessage } from '../telemetry/decode-message.ts';
import { readTopic } from '../telemetry/topic.ts';

/** What a device sent of the readings of an attachment, as it came: a message a line, by receipt, each once. */
export function rawOf(
  { device }: Attachment,
  readings: readonly Reading[],
  archived: readonly ArchivedMessage[],
): string {
  const own = new Set(readings.map(keyOf));
  const lines = archived
    .filter(({ thing }) => thing === device)
    .filter((message) => readingsIn(message).some((reading) => own.has(keyOf(reading))))
    .map((message) => ({ receivedAt: message.receivedAt, line: lineOf(message) }))
    .toSorted((a, b) => a.receivedAt - b.receivedAt || (a.line < b.line ? -1 : 1))
    .map(({ line }) => line);
  return [...new Set(lines)].join('');
}

/** How readings and raw payloads of an attachment fit together. No signature vouches for payloads. */
export type RawComparison = {
  /** Readings of the record, and how many of them the payloads hold. */
  readonly readings: number;
  readonly backed: number;
  /** Readings that the payloads hold of the attachment's time, and the record does not. */
  readonly unrecorded: number;
  /** Lines that hold no reading of the record, or are of another device. */
  readonly foreign: number;
  /** Receive times that the record contradicts: they are out of order, or the clock was otherwise off. */
  readonly shifted: number;
};

/** Holds the raw payloads of an attachment, as `rawOf` wrote them, against its readings. Throws where no line can be so. */
export function compareRaw(attachment: Attachment, readings: readonly Reading[], raw: string): RawComparison {
  const { device, since, detachedAt } = attachment;
  const lines = raw.split('\n').filter((line) => line !== '');
  const messages = lines.map(messageOf);
  if (messages.map(lineOf).join('') !== raw) throw new Error('a line is written otherwise than messages are');
  const own = new Set(readings.map(keyOf));
  const fitting = messages.filter(
    (message) =>
      message.thing === device &&
      isTopicOf(device, message.topic) &&
      readingsIn(message).some((reading) => own.has(keyOf(reading))),
  );
  const isOfItsTime = ({ at }: Reading): boolean => at >= since && at <= (detachedAt ?? Infinity);
  const received = new Map(
    fitting
      .flatMap(readingsIn)
      .filter(isOfItsTime)
      .map((reading) => [keyOf(reading), reading]),
  );
  // What we find out at receipt differs where the time of receipt does; the rest is of the device.
  const measured = readings.filter(({ channel }) => isMeasured(channel));
  const backed = measured.filter((reading) => received.has(keyOf(reading))).length;
  const unrecorded = [...received]
    .filter(([key]) => !own.has(key))
    .map(([, { channel }]) => isMeasured(channel));
  const unreceived = readings.filter(
    (reading) => !isMeasured(reading.channel) && isOfItsTime(reading) && !received.has(keyOf(reading)),
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
  // Readers differ in what they make of other texts.
  if (Buffer.from(message.payload, 'base64').toString('base64') !== message.payload)
    throw new Error('a payload is not written in base64 as its bytes are');
  return message;
}

/** Whether a device may have spoken on a topic: below its own name, of a kind that there is. */
function isTopicOf(device: string, topic: string): boolean {
  const root = topic.replace(/^\$aws\/rules\/[^/]+\//, '').split('/')[0]!;
  return readTopic(topic, root)?.thing === device;
}

function lineOf({ receivedAt, thing, topic, payload }: ArchivedMessage): string {
  return `${JSON.stringify({ receivedAt, thing, topic, payload })}\n`;
}

function readingsIn({ payload, receivedAt }: ArchivedMessage): readonly Reading[] {
  return decodeMessage(Buffer.from(payload, 'base64'), receivedAt).readings;
}

function keyOf(reading: Reading): string {
  const { channel, at } = reading;
  if (isUnreadable(reading))
    return JSON.stringify([channel, at, reading.text, reading.offScale, reading.bound]);
  const values = reading.channel === 'location' ? [reading.latitude, reading.longitude] : [reading.value];
  const accuracy = reading.channel === 'location' ? reading.accuracy : undefined;
  return JSON.stringify([channel, at, ...values.map(roundValue), accuracy]);
}
