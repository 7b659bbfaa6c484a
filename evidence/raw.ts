import type { ArchivedMessage } from '../contract/archived-message.ts';
import type { Attachment } from '../domain/ledger.ts';
import { type Reading, isUnreadable } from '../domain/reading.ts';
import { roundValue } from '../domain/rounding.ts';
import { decodeMessage } from './decode-message.ts';

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
    .toSorted((a, b) => a.receivedAt - b.receivedAt)
    .map(({ receivedAt, thing, topic, payload }) => JSON.stringify({ receivedAt, thing, topic, payload }));
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}

/** How many readings are found in messages as they came. */
export function countBacked(readings: readonly Reading[], raw: string): number {
  const known = new Set(
    raw
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => readingsIn(JSON.parse(line) as ArchivedMessage))
      .map(keyOf),
  );
  return readings.filter((reading) => known.has(keyOf(reading))).length;
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
