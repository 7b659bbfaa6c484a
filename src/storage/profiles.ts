import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { recordName } from './archive/archived-record.ts';
import { profileOfParts } from '../model/combined-profile.ts';
import { partsOfVersion } from '../model/combined-version.ts';
import type { ProfileVersion } from '../model/profile-version.ts';
import { writtenVersion } from '../model/written-version.ts';
import type { StoredProfile } from '../model/stored-profile.ts';
import { type Profile, parseProfile } from '../model/parse-profile.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

/** The version exists with other content. */
export class ProfileVersionTaken extends Error {}

/** There is no such version. */
export class NoSuchProfile extends Error {
  /** The same, with what to do about a plan that names it. */
  readonly inPlan: string;

  /** `stored` are the versions that the profile has. */
  constructor({ id, version }: ProfileVersion, stored: readonly number[] = []) {
    const newest = stored.at(-1);
    super(
      newest === undefined
        ? `profile ${id}, version ${version}, does not exist`
        : `profile ${id} has no version ${version} here; it has ${stored.join(', ')}`,
    );
    this.inPlan = `${this.message}${newest === undefined ? '; add it first' : `: say ${writtenVersion({ id, version: newest })}`}`;
  }
}

/** This person cannot approve the version. */
export class ApprovalRefused extends Error {}

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

/**
 * The archive does not accept a profile now. The profile is in the table, and repeating the request stores it in
 * both.
 */
export class NotArchived extends Error {}

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

/** Reads a profile version. */
export async function readProfile(
  database: Database,
  id: string,
  version: number,
): Promise<{ profile: Profile; sha256: string }> {
  const parsed = parseProfile(JSON.parse(await readProfileText(database, id, version)));
  if (!parsed.ok)
    throw new Error(`profile ${id}, version ${version}, is refused: ${parsed.problems.join('; ')}`);
  return parsed;
}

/** Reads the profile of a version, also of a combined one. */
export async function readVersionOfProfile(database: Database, version: ProfileVersion): Promise<Profile> {
  const parts = await Promise.all(
    partsOfVersion(version).map(async (part) => (await readProfile(database, part.id, part.version)).profile),
  );
  return profileOfParts(version, parts);
}

/** Reads the text of a profile version as it was written. */
export async function readProfileText(database: Database, id: string, version: number): Promise<string> {
  const item = await readItem(database, id, version, false);
  if (item === null) throw new NoSuchProfile({ id, version });
  return item['profile']!.S!;
}

/** Reads a profile version with its author and approver, as it is now. */
export async function readStoredProfile(
  database: Database,
  id: string,
  version: number,
): Promise<StoredProfile> {
  const item = await readItem(database, id, version, true);
  if (item === null) throw new NoSuchProfile({ id, version });
  return storedProfileOf(item);
}

/**
 * Reads a profile version that a plan names, which may be one that there is not.
 * @throws {NoSuchProfile} with the versions that the profile has.
 */
export async function readPlannedProfile(
  database: Database,
  { id, version }: ProfileVersion,
): Promise<StoredProfile> {
  try {
    return await readStoredProfile(database, id, version);
  } catch (error) {
    if (!(error instanceof NoSuchProfile)) throw error;
    throw new NoSuchProfile({ id, version }, await storedVersions(database, id));
  }
}

/** The versions that a profile has, the oldest first; of very many, the newest hundred. */
async function storedVersions({ client, tables }: Database, id: string): Promise<number[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: tables.profiles,
      KeyConditionExpression: 'profileId = :id',
      ExpressionAttributeValues: { ':id': { S: id } },
      ScanIndexForward: false,
      Limit: 100,
    }),
  );
  return Items.map((item) => Number(item['version']!.N)).toReversed();
}

/** A version's content never changes; its approver changes once. */
async function readItem(
  { client, tables }: Database,
  id: string,
  version: number,
  isFresh: boolean,
): Promise<Item | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.profiles, Key: keyOf(id, version), ConsistentRead: isFresh }),
  );
  return Item === undefined ? null : readable('profiles', Item);
}

/** A page of all versions of all profiles. */
export async function listProfiles(
  { client, tables }: Database,
  { after, limit }: { after: { id: string; version: number } | null; limit: number },
): Promise<{ profiles: StoredProfile[]; last: { id: string; version: number } | null }> {
  const { Items = [], LastEvaluatedKey: last } = await client.send(
    new ScanCommand({
      TableName: tables.profiles,
      Limit: limit,
      ...(after !== null && { ExclusiveStartKey: keyOf(after.id, after.version) }),
    }),
  );
  return {
    profiles: Items.map((item) => storedProfileOf(readable('profiles', item))),
    last: last === undefined ? null : { id: last['profileId']!.S!, version: Number(last['version']!.N) },
  };
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

function keyOf(id: string, version: number) {
  return { profileId: { S: id }, version: { N: String(version) } };
}

/** The table item of a version. */
export function itemOf({ id, version, text, sha256, writtenBy, approvedBy, approvedAt }: StoredProfile) {
  return {
    ...keyOf(id, version),
    ...written,
    profile: { S: text },
    sha256: { S: sha256 },
    writtenBy: { S: writtenBy },
    ...(approvedBy !== null && { approvedBy: { S: approvedBy }, approvedAt: { N: String(approvedAt) } }),
  };
}

function storedProfileOf(item: Item): StoredProfile {
  return {
    id: item['profileId']!.S!,
    version: Number(item['version']!.N),
    text: item['profile']!.S!,
    sha256: item['sha256']!.S!,
    writtenBy: item['writtenBy']!.S!,
    approvedBy: item['approvedBy']?.S ?? null,
    approvedAt: item['approvedAt']?.N === undefined ? null : Number(item['approvedAt'].N),
  };
}
