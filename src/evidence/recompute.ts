import { type Attachment, type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import { toShipmentVerdictJson } from '../shipments/shipment-verdict-json.ts';
import type { Reading } from '../model/reading.ts';
import { type ShipmentVerdict, evaluateShipment } from '../shipments/shipment-verdict.ts';
import { readProfileText } from './read-profile.ts';

/** Texts by the names of their files. */
export type TextFiles = { readonly [name: string]: string };

/** Names that evidence gives its files. */
export const fileNames = {
  ledger: 'ledger.json',
  verdict: 'verdict.json',
  profile: ({ id, version }: Attachment['profile']): string => `profiles/${id}@${version}.json`,
  /** The attachments of a ledger are counted from one. */
  readings: (index: number): string => `readings/${numbered(index)}.json`,
  raw: (index: number): string => `raw/${numbered(index)}.ndjson`,
  /** Folder of what the n-th signature vouches for. */
  signed: (index: number): string => `signed/${numbered(index)}`,
};

/** The verdict that a ledger, profiles and readings amount to as of a moment (epoch milliseconds). */
export function evaluateFiles(entries: readonly Entry[], files: TextFiles, asOf: number): ShipmentVerdict {
  const records = new Map(
    attachmentsRecorded(entries).map((attachment, index) => [
      keyOf(attachment),
      {
        readings: JSON.parse(files[fileNames.readings(index)]!) as Reading[],
        profile: {
          ...readProfileText(files[fileNames.profile(attachment.profile)]!),
          reportingIntervalMs: attachment.intervalMs,
        },
      },
    ]),
  );
  return evaluateShipment(entries, (attachment) => records.get(keyOf(attachment))!, asOf);
}

/** A verdict as evidence has it. */
export function verdictText(verdict: ShipmentVerdict): string {
  return written(toShipmentVerdictJson(verdict));
}

/** JSON as evidence has it: read by people, and by anybody's tool. */
export function written(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Readings as evidence has them: one a line, in device time, each once. */
export function writtenReadings(readings: readonly Reading[]): string {
  return `[\n${inOrder(readings)
    .map((reading) => JSON.stringify(reading))
    .join(',\n')}\n]\n`;
}

/** Readings in device time, each once: the order in which they came says nothing. */
export function inOrder(readings: readonly Reading[]): Reading[] {
  const keyed = readings.map((reading) => ({ reading, key: JSON.stringify(reading) }));
  keyed.sort((a, b) => a.reading.at - b.reading.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.filter(({ key }, index) => key !== keyed[index - 1]?.key).map(({ reading }) => reading);
}

function keyOf({ device, since }: Attachment): string {
  return `${device} ${since}`;
}

function numbered(index: number): string {
  return String(index + 1).padStart(2, '0');
}
