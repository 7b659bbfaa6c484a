import { GetItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { profileOfParts } from '../model/combined-profile.ts';
import { partsOfVersion } from '../model/combined-version.ts';
import type { ProfileVersion } from '../model/profile-version.ts';
import { writtenVersion } from '../model/written-version.ts';
import type { StoredProfile } from '../model/stored-profile.ts';
import { type Profile, parseProfile } from '../model/parse-profile.ts';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';
import type { Database } from './tables.ts';

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

/** The key of a version in the table. */
export function keyOf(id: string, version: number) {
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
