import { gunzipSync } from 'node:zlib';
import {
  type ArchivedMessage,
  archivePrefix,
  archivedMessageSchema,
} from '../../../contract/archived-message.ts';
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
import type { Storage } from './storage.ts';

const dayMs = 86_400_000;

/** Where evidence and signatures are kept. */
export const evidenceKey = (hash: string): string => `evidence/${hash}.json`;
export const signatureKey = (challenge: string): string => `signatures/${challenge}.json`;

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
  storage: Storage,
  archive: Storage,
  asOf: number,
): Promise<Omit<Evidence, 'report'>> {
  const { profileText, readingsOf } = await basisOf(database, entries, null, asOf);
  return {
    entries,
    asOf,
    profileText,
    readingsOf,
    archived: await archivedOf(archive, attachmentsRecorded(entries), asOf),
    signed: await signedOf(storage, entries),
  };
}

/** What each signed decision of a ledger vouches for. */
export async function signedOf(storage: Storage, entries: readonly Entry[]): Promise<SignedEvidence[]> {
  return Promise.all(
    receiptsRecorded(entries).map(async ({ fact }) => ({
      frozen: (await readJson(storage, evidenceKey(fact.evidence))) as Frozen,
      signature: signatureSchema.parse(await readJson(storage, signatureKey(fact.signature.challenge))),
    })),
  );
}

async function readJson(storage: Storage, key: string): Promise<unknown> {
  const content = await storage.get(key);
  if (content === null) throw new Error(`${key} is missing from the evidence`);
  return JSON.parse(Buffer.from(content).toString('utf8'));
}

/** What the archive has of devices since they were attached. A stream may hold a message back over midnight. */
async function archivedOf(
  archive: Storage,
  attachments: readonly Attachment[],
  asOf: number,
): Promise<ArchivedMessage[]> {
  if (attachments.length === 0) return [];
  const from = Math.min(...attachments.map(({ since }) => since)) - dayMs;
  const marks = [...new Set(attachments.map(({ device }) => `"thing":${JSON.stringify(device)}`))];
  const messages: ArchivedMessage[] = [];
  // Days without an object cost a request each: what lies before the archive's first day is not asked for.
  for await (const key of archive.list(archivePrefix)) {
    const day = Date.parse(
      `${key.slice(archivePrefix.length, archivePrefix.length + 10).replaceAll('/', '-')}T00:00:00Z`,
    );
    if (!(day + dayMs > from && day - dayMs <= asOf)) continue;
    const content = await archive.get(key);
    if (content === null) continue;
    for (const line of gunzipSync(content).toString('utf8').split('\n'))
      if (marks.some((mark) => line.includes(mark)))
        messages.push(archivedMessageSchema.parse(JSON.parse(line)));
  }
  return messages;
}

function keyOf({ id, version }: Attachment['profile']): string {
  return `${id}@${version}`;
}
