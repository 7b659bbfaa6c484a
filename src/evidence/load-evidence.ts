import { messagesSince } from '../storage/archive/messages.ts';
import { type Objects, textIn } from '../storage/archive/objects.ts';
import { recordName } from '../storage/archive/archived-record.ts';
import type { StoredProfile } from '../model/stored-profile.ts';
import { type StoredSignature, signatureSchema } from '../model/signing.ts';
import {
  type Entry,
  attachmentsRecorded,
  lastReceipt,
  presentOf,
  receiptsRecorded,
} from '../shipments/ledger.ts';
import { readmissionsRecorded } from '../shipments/readmissions.ts';
import { filesRecorded } from '../shipments/files.ts';
import { archivedFile } from '../storage/archive/files.ts';
import { writtenVersion } from '../model/written-version.ts';
import type { Evidence, SignedEvidence } from './bundle.ts';
import type { Basis, Frozen } from './freeze.ts';
import { readProfileOf } from './read-profile.ts';
import { type ProfileOf, profilesFrom } from '../storage/evaluation-contexts.ts';
import { legsOfProducts } from '../storage/legs-behind.ts';
import { readStoredProfile } from '../storage/profiles.ts';
import { readRecords } from '../storage/shipment-record.ts';
import type { Database } from '../storage/tables.ts';
import { profilesUsed } from '../shipments/profiles-used.ts';
import type { Approval } from '../shipments/receipt/receipt-record.ts';

const dayMs = 86_400_000;

/** Loads everything that a decision on a shipment is based on. `asOf` is in epoch milliseconds. */
export async function loadBasis(
  database: Database,
  entries: readonly Entry[],
  scanned: string | null,
  asOf: number,
): Promise<Basis> {
  const recordOf = await readRecords(database, entries);
  const profiles = new Map<string, StoredProfile>();
  for (const profile of profilesUsed(entries))
    profiles.set(writtenVersion(profile), await readStoredProfile(database, profile.id, profile.version));
  const otherProfileOf = profilesFrom(database);
  const profileOf: ProfileOf = async (version) => {
    const loaded = profiles.get(writtenVersion(version));
    return loaded === undefined ? otherProfileOf(version) : readProfileOf(version, () => loaded.text);
  };
  return {
    entries,
    asOf,
    scanned,
    profileText: (profile) => profiles.get(writtenVersion(profile))!.text,
    approvalOf: (profile): Approval => {
      const { writtenBy, approvedBy } = profiles.get(writtenVersion(profile))!;
      return { writtenBy, approvedBy };
    },
    readingsOf: (attachment) => recordOf(attachment).readings,
    earlierLegs: Object.fromEntries(
      (await legsOfProducts(database, entries, asOf, profileOf)).map(({ product, legs }) => [
        product,
        legs.slice(1),
      ]),
    ),
  };
}

/**
 * The label that a decision is based on: the given one; otherwise the one scanned for the signed decision in force,
 * which this decision corrects; null if there is neither.
 */
export async function labelOf(
  archive: Pick<Objects, 'get'>,
  entries: readonly Entry[],
  given: string | null,
): Promise<string | null> {
  const corrected = lastReceipt(entries);
  if (given !== null || corrected === null) return given;
  const { document } = (await readJson(archive, recordName.evidence(corrected.fact.evidence))) as Frozen;
  return document.scanned;
}

/** Loads everything that a bundle is made of, except the report. `asOf` is in epoch milliseconds. */
export async function loadEvidence(
  database: Database,
  entries: readonly Entry[],
  archive: Objects,
  signingClient: string,
  asOf = presentOf(entries, Date.now()),
): Promise<Omit<Evidence, 'report'>> {
  const { profileText, readingsOf, earlierLegs } = await loadBasis(database, entries, null, asOf);
  return {
    entries,
    asOf,
    signingClient,
    profileText,
    readingsOf,
    earlierLegs: earlierLegs!,
    // A stream may record its receive time slightly later than the ledger, so the search extends by a day.
    archived: (
      await Array.fromAsync(messagesSince(archive, attachmentsRecorded(entries), asOf + dayMs))
    ).flat(),
    fileBytes: await fileBytesOf(archive, entries),
    signed: await signedOf(archive, entries),
    readmissions: await readmissionsOf(archive, entries),
  };
}

/** Loads the bytes of the files that came to a shipment, one after another, because each may have 20 MB. */
async function fileBytesOf(
  archive: Objects,
  entries: readonly Entry[],
): Promise<NonNullable<Evidence['fileBytes']>> {
  const bytes: Record<string, Uint8Array> = {};
  for (const { sha256 } of filesRecorded(entries)) bytes[sha256] = await archivedFile(archive, sha256);
  return bytes;
}

/**
 * Loads the evidence and signature of each signed decision of a ledger.
 *
 * @throws {Error} when a file is missing from the archive.
 */
export async function signedOf(archive: Objects, entries: readonly Entry[]): Promise<SignedEvidence[]> {
  return Promise.all(
    receiptsRecorded(entries).map(async ({ fact }) => ({
      frozen: (await readJson(archive, recordName.evidence(fact.evidence))) as Frozen,
      signature: signatureSchema.parse(
        await readJson(archive, recordName.signature(fact.signature.challenge)),
      ),
    })),
  );
}

/** Loads the signature of each re-admission of a ledger. */
async function readmissionsOf(archive: Objects, entries: readonly Entry[]): Promise<StoredSignature[]> {
  return Promise.all(
    readmissionsRecorded(entries).map(async ({ fact }) =>
      signatureSchema.parse(await readJson(archive, recordName.signature(fact.signature.challenge))),
    ),
  );
}

async function readJson(archive: Pick<Objects, 'get'>, key: string): Promise<unknown> {
  const text = await textIn(archive, key);
  if (text === null) throw new Error(`${key} is missing from the archive`);
  return JSON.parse(text);
}
