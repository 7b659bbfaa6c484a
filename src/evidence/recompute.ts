import { type Attachment, type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import { toShipmentVerdictJson } from '../shipments/shipment-verdict-json.ts';
import { writtenVersion } from '../model/written-version.ts';
import type { Reading } from '../model/reading.ts';
import { type ShipmentVerdict, evaluateShipment } from '../shipments/shipment-verdict.ts';
import type { Record as SensorRecord } from '../shipments/sensor-verdict.ts';
import { readProfileOf } from './read-profile.ts';

/** Texts by file name. */
export type TextFiles = { readonly [name: string]: string };

/** The folder of the files that came to the shipment; everything else but the report is text. */
export const filesFolder = 'files/';

/** The names of evidence files. */
export const fileNames = {
  ledger: 'ledger.json',
  verdict: 'verdict.json',
  profile: (version: Attachment['profile']): string => `profiles/${writtenVersion(version)}.json`,
  /** The readings of an attachment; file names count from one. */
  readings: (index: number): string => `readings/${numbered(index)}.json`,
  raw: (index: number): string => `raw/${numbered(index)}.ndjson`,
  /** The unchanged bytes of a file that came to the shipment. */
  file: (sha256: string): string => `${filesFolder}${sha256}`,
  /** What the legs of each product used of its allowances. */
  legs: 'legs.json',
  /** The folder with the evidence of the n-th signature. */
  signed: (index: number): string => `signed/${numbered(index)}`,
  /** The signature of the n-th re-admission. */
  readmission: (index: number): string => `readmitted/${numbered(index)}/signature.json`,
};

/** Computes the verdict from ledger, profiles and readings. `asOf` is in epoch milliseconds. */
export function evaluateFiles(entries: readonly Entry[], files: TextFiles, asOf: number): ShipmentVerdict {
  return evaluateShipment(entries, recordsIn(entries, files), asOf);
}

/** The readings and profiles of the attachments of a ledger. */
export function recordsIn(
  entries: readonly Entry[],
  files: TextFiles,
): (attachment: Attachment) => SensorRecord {
  const records = new Map(
    attachmentsRecorded(entries).map((attachment, index) => [
      keyOf(attachment),
      {
        readings: JSON.parse(files[fileNames.readings(index)]!) as Reading[],
        profile: {
          ...readProfileOf(attachment.profile, (part) => files[fileNames.profile(part)]!),
          reportingIntervalMs: attachment.intervalMs,
        },
      },
    ]),
  );
  return (attachment) => records.get(keyOf(attachment))!;
}

/** The text of a verdict in evidence. */
export function verdictText(verdict: ShipmentVerdict): string {
  return written(toShipmentVerdictJson(verdict));
}

/** JSON in the form used for evidence: readable for people and for any tool. */
export function written(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** The text of readings in evidence: one per line, by device time, without duplicates. */
export function writtenReadings(readings: readonly Reading[]): string {
  return `[\n${inOrder(readings)
    .map((reading) => JSON.stringify(reading))
    .join(',\n')}\n]\n`;
}

/** Sorts readings by device time and removes duplicates, because the order of arrival is irrelevant. */
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
