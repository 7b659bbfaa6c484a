import { type Zippable, strToU8, zipSync } from 'fflate';
import { sha256 } from '../contract/digest.ts';
import { type Attachment, type Entry, attachmentsRecorded } from '../domain/ledger.ts';
import { printShipment } from '../domain/print-shipment.ts';
import type { Reading } from '../domain/reading.ts';
import { judgeShipment } from '../domain/shipment-verdict.ts';
import { readProfileText } from './read-profile.ts';

/** All that a bundle is made of, as the journal and the ledger have it. */
export type Evidence = {
  readonly entries: readonly Entry[];
  /** Moment of judging, epoch milliseconds. */
  readonly asOf: number;
  /** A profile version as it was written. */
  readonly profileText: (profile: Attachment['profile']) => string;
  readonly readingsOf: (attachment: Attachment) => readonly Reading[];
};

/** What a bundle holds beside its manifest; texts by their names. */
export type BundleFiles = { readonly [name: string]: string };

export const manifestName = 'manifest.json';
export const bundleSchema = 'coldwatch/bundle/1';

/** Names that a bundle gives its files. */
export const bundleNames = {
  ledger: 'ledger.json',
  verdict: 'verdict.json',
  profile: ({ id, version }: Attachment['profile']): string => `profiles/${id}@${version}.json`,
  /** The attachments of a ledger are counted from one. */
  readings: (index: number): string => `readings/${String(index + 1).padStart(2, '0')}.json`,
};

/**
 * An evidence bundle: a ZIP of ledger, profiles, readings and verdict, with a manifest of their hashes. The same
 * evidence gives the same bytes.
 */
export function makeBundle(evidence: Evidence): Uint8Array {
  const files = bundleFiles(evidence);
  const names = Object.keys(files).sort();
  const manifest = manifestOf(evidence.entries[0]!.shipment, evidence.asOf, files, names);
  const zipped: Zippable = {};
  for (const [name, text] of [[manifestName, manifest], ...names.map((each) => [each, files[each]!])] as [
    string,
    string,
  ][])
    zipped[name] = strToU8(text);
  // Equal bundles are equal bytes: a ZIP would name the time of its making.
  return zipSync(zipped, { level: 6, mtime: Date.UTC(1980, 0, 2) });
}

/** The manifest's text: what is bundled, as of when, and the SHA-256 of each file. */
export function manifestOf(
  shipment: string,
  asOf: number,
  files: BundleFiles,
  names: readonly string[],
): string {
  return written({
    schema: bundleSchema,
    shipment,
    asOf: new Date(asOf).toISOString(),
    files: Object.fromEntries(names.map((name) => [name, sha256(strToU8(files[name]!))])),
  });
}

function bundleFiles({ entries, asOf, profileText, readingsOf }: Evidence): BundleFiles {
  const attachments = attachmentsRecorded(entries);
  const files: Record<string, string> = { [bundleNames.ledger]: written(entries) };
  for (const [index, attachment] of attachments.entries()) {
    files[bundleNames.profile(attachment.profile)] = profileText(attachment.profile);
    files[bundleNames.readings(index)] = written(inOrder(readingsOf(attachment)));
  }
  files[bundleNames.verdict] = verdictText(entries, files, asOf);
  return files;
}

/** The verdict that ledger, profiles and readings of a bundle amount to, as it is written. */
export function verdictText(entries: readonly Entry[], files: BundleFiles, asOf: number): string {
  const attachments = attachmentsRecorded(entries);
  const records = new Map(
    attachments.map((attachment, index) => [
      `${attachment.device} ${attachment.since}`,
      {
        readings: JSON.parse(files[bundleNames.readings(index)]!) as Reading[],
        profile: {
          ...readProfileText(files[bundleNames.profile(attachment.profile)]!),
          reportingIntervalMs: attachment.intervalMs,
        },
      },
    ]),
  );
  const recordOf = ({ device, since }: Attachment) => records.get(`${device} ${since}`)!;
  return written(printShipment(judgeShipment(entries, recordOf, asOf)));
}

/** JSON as bundles have it: read by people, and by anybody's tool. */
export function written(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Readings in device time, each once: the order in which they came says nothing. */
function inOrder(readings: readonly Reading[]): Reading[] {
  const keyed = readings.map((reading) => ({ reading, key: JSON.stringify(reading) }));
  keyed.sort((a, b) => a.reading.at - b.reading.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.filter(({ key }, index) => key !== keyed[index - 1]?.key).map(({ reading }) => reading);
}
