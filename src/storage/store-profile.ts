import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { StoredProfile } from '../model/stored-profile.ts';
import { type Profile, parseProfile } from '../model/parse-profile.ts';
import { recordName } from './archive/archived-record.ts';
import { itemOf, keyOf, readProfile, readStoredProfile } from './profiles.ts';
import type { Database } from './tables.ts';

/** The version exists with other content. */
export class ProfileVersionTaken extends Error {}

/** This person cannot approve the version. */
export class ApprovalRefused extends Error {}

/**
 * The archive does not accept a profile now. The profile is in the table, and repeating the request stores it in
 * both.
 */
export class NotArchived extends Error {}

/** Stores a profile version as written; it never changes. Storing the same version again is a no-op. */
export async function putProfile(
  database: Database,
  json: unknown,
  writtenBy: string,
): Promise<{ profile: Profile; sha256: string }> {
  const { client, tables } = database;
  const parsed = parseProfile(json);
  if (!parsed.ok) throw new Error(`the profile is refused: ${parsed.problems.join('; ')}`);
  const { id, version } = parsed.profile;
  try {
    await client.send(
      new PutItemCommand({
        TableName: tables.profiles,
        Item: itemOf({
          id,
          version,
          text: JSON.stringify(json),
          sha256: parsed.sha256,
          writtenBy,
          approvedBy: null,
          approvedAt: null,
        }),
        ConditionExpression: 'attribute_not_exists(profileId)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const existing = await readProfile(database, id, version);
    if (existing.sha256 !== parsed.sha256)
      throw new ProfileVersionTaken(
        `version ${version} of profile ${id} exists with other content; give the changed profile a new version`,
        { cause: error },
      );
  }
  await archiveProfile(database, await readStoredProfile(database, id, version));
  return parsed;
}

/** Approves a version, once. Its author cannot approve it. A second approval by the same person is a no-op. */
export async function approveProfile(
  database: Database,
  id: string,
  version: number,
  approvedBy: string,
  at: number,
): Promise<StoredProfile> {
  const { client, tables } = database;
  const stored = await readStoredProfile(database, id, version);
  if (stored.writtenBy === approvedBy)
    throw new ApprovalRefused(`${approvedBy} wrote this version; someone else must approve it`);
  if (stored.approvedBy !== null) {
    await archiveProfile(database, stored);
    return stored;
  }
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.profiles,
        Key: keyOf(id, version),
        UpdateExpression: 'SET approvedBy = :by, approvedAt = :at',
        ConditionExpression: 'attribute_not_exists(approvedBy) AND writtenBy <> :by',
        ExpressionAttributeValues: { ':by': { S: approvedBy }, ':at': { N: String(at) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const approved = await readStoredProfile(database, id, version);
  await archiveProfile(database, approved);
  return approved;
}

/** Archives a profile version and its approver. */
export async function archiveProfile({ archiveRecord }: Database, profile: StoredProfile): Promise<void> {
  if (archiveRecord === undefined) return;
  const { id, version, text, sha256, writtenBy, approvedBy, approvedAt } = profile;
  const isArchived =
    (await archiveRecord(
      recordName.profile(id, version),
      JSON.stringify({ id, version, text, sha256, writtenBy }),
    )) &&
    (approvedBy === null ||
      (await archiveRecord(recordName.approval(id, version), JSON.stringify({ approvedBy, approvedAt }))));
  if (!isArchived)
    throw new NotArchived(`profile ${id}, version ${version}, could not be stored in the archive; try again`);
}
