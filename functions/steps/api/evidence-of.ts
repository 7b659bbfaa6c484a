import { archivedMessages } from '../../../archive/messages.ts';
import type { Objects } from '../../../archive/objects.ts';
import type { ArchivedMessage } from '../../../contract/archived-message.ts';
import { recordName } from '../../../contract/archived-record.ts';
import { signatureSchema } from '../../../contract/signing.ts';
import {
  type Attachment,
  type Entry,
  attachmentsRecorded,
  receiptsRecorded,
} from '../../../domain/ledger.ts';
import type { Approval } from '../../../domain/receipt/receipt.ts';
import type { Evidence, SignedEvidence } from '../../../evidence/bundle.ts';
import type { Basis, Frozen } from '../../../evidence/freeze.ts';
import { type KeptProfile, readKeptProfile } from '../../../store/profiles.ts';
import { readRecords } from '../../../store/shipment-record.ts';
import type { Database } from '../../../store/tables.ts';

const dayMs = 86_400_000;

/** All that a decision on a shipment is taken on, as of now. */
export async function basisOf(
  database: Database,
  entries: readonly Entry[],
  scanned: string | null,
  asOf: number,
): Promise<Basis> {
  const recordOf = await readRecords(database, entries);
  const profiles = new Map<string, KeptProfile>();
  for (const { profile } of attachmentsRecorded(entries))
    profiles.set(keyOf(profile), await readKeptProfile(database, profile.id, profile.version));
  return {
    entries,
    asOf,
    scanned,
    profileText: (profile) => profiles.get(keyOf(profile))!.text,
    approvalOf: (profile): Approval => {
      const { writtenBy, approvedBy } = profiles.get(keyOf(profile))!;
      return { writtenBy, approvedBy };
    },
    readingsOf: (attachment) => recordOf(attachment).readings,
  };
}

/** All that a bundle is made of, but the report. */
export async function evidenceOf(
  database: Database,
  entries: readonly Entry[],
  archive: Objects,
  asOf: number,
): Promise<Omit<Evidence, 'report'>> {
  const { profileText, readingsOf } = await basisOf(database, entries, null, asOf);
  return {
    entries,
    asOf,
    profileText,
    readingsOf,
    archived: await archivedOf(archive, attachmentsRecorded(entries), asOf),
    signed: await signedOf(archive, entries),
  };
}

/** What each signed decision of a ledger vouches for. */
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

async function readJson(storage: Objects, key: string): Promise<unknown> {
  const content = await storage.get(key);
  if (content === null) throw new Error(`${key} is missing from the evidence`);
  return JSON.parse(Buffer.from(content).toString('utf8'));
}

/** What the archive has of devices since they were attached. */
async function archivedOf(
  archive: Objects,
  attachments: readonly Attachment[],
  asOf: number,
): Promise<ArchivedMessage[]> {
  if (attachments.length === 0) return [];
  // Readings may have been taken before the device was attached, and received by then.
  const from = Math.min(...attachments.map(({ since }) => since)) - dayMs;
  const devices = [...new Set(attachments.map(({ device }) => device))];
  const messages: ArchivedMessage[] = [];
  for await (const some of archivedMessages(archive, { from, to: asOf + dayMs }, devices))
    messages.push(...some);
  return messages;
}

function keyOf({ id, version }: Attachment['profile']): string {
  return `${id}@${version}`;
}
