import { sha256 } from '../model/digest.ts';
import { signatureSchema } from '../model/signing.ts';
import { type Entry, attachmentsRecorded, receiptsRecorded } from '../shipments/ledger.ts';
import { readmissionsRecorded } from '../shipments/readmissions.ts';
import type { Reading } from '../model/reading.ts';
import type { BundleHeader, Evidence, SignedEvidence } from './bundle.ts';
import { earlierLegsIn } from './frozen-legs.ts';
import type { EvidenceDocument } from './freeze.ts';
import { type TextFiles, fileNames } from './recompute.ts';

/** Restores from the files of a bundle the evidence that its report was drawn from. */
export function evidenceWithin(
  files: TextFiles,
  entries: readonly Entry[],
  { asOf, signingClient }: BundleHeader,
): Omit<Evidence, 'report'> {
  const attachments = attachmentsRecorded(entries);
  const indexOf = (device: string, since: number): number =>
    attachments.findIndex((each) => each.device === device && each.since === since);
  return {
    entries,
    asOf,
    signingClient,
    profileText: (profile) => files[fileNames.profile(profile)]!,
    readingsOf: ({ device, since }) =>
      JSON.parse(files[fileNames.readings(indexOf(device, since))]!) as Reading[],
    archived: [],
    earlierLegs: earlierLegsIn(files),
    signed: receiptsRecorded(entries).map((_, index): SignedEvidence => {
      const folder = fileNames.signed(index);
      const document = JSON.parse(files[`${folder}/evidence.json`]!) as EvidenceDocument;
      return {
        frozen: { document, files: signedFiles(files, folder, document) },
        signature: signatureSchema.parse(JSON.parse(files[`${folder}/signature.json`]!)),
      };
    }),
    readmissions: readmissionsRecorded(entries).map((_, index) =>
      signatureSchema.parse(JSON.parse(files[fileNames.readmission(index)]!)),
    ),
  };
}

/** The files that signed evidence names, wherever they are in the bundle; missing ones are left out. */
export function signedFiles(
  files: TextFiles,
  folder: string,
  { readings, legs }: EvidenceDocument,
): TextFiles {
  const byHash = new Map(Object.values(files).map((text) => [sha256(text), text]));
  const found: Record<string, string> = {};
  for (const [index, hash] of readings.entries()) {
    const text = byHash.get(hash);
    if (text !== undefined) found[fileNames.readings(index)] = text;
  }
  const legsText = legs === undefined ? undefined : byHash.get(legs);
  if (legsText !== undefined) found[fileNames.legs] = legsText;
  const profiles = Object.entries(files).filter(([name]) => name.startsWith('profiles/'));
  return {
    ...Object.fromEntries(profiles),
    ...found,
    [fileNames.verdict]: files[`${folder}/${fileNames.verdict}`]!,
  };
}
