import type { ArchivedMessage } from '../contract/archived-message.ts';
import { parsePayload } from '../contract/payload/parse-payload.ts';
import type { Attachment } from '../domain/ledger.ts';
import type { Reading } from '../domain/reading.ts';
import { roundValue } from '../domain/rounding.ts';

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

/** How many readings are found in messages as they came. A device's clock is told by the receipt, not by it. */
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
  return parsePayload(Buffer.from(payload, 'base64'), receivedAt).readings;
}

function keyOf(reading: Reading): string {
  return reading.channel === 'location'
    ? `location ${reading.at} ${roundValue(reading.latitude)} ${roundValue(reading.longitude)}`
    : `${reading.channel} ${reading.at} ${roundValue(reading.value)}`;
}
