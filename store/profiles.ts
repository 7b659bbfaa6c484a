import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type Profile, parseProfile } from '../contract/profile.ts';
import type { Database } from './tables.ts';

/** The version exists with other content. */
export class ProfileVersionTaken extends Error {}

/** Keeps a profile version as written; it never changes. Writing the same again is a no-op. */
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
        Item: {
          profileId: { S: id },
          version: { N: String(version) },
          profile: { S: JSON.stringify(json) },
          sha256: { S: parsed.sha256 },
          writtenBy: { S: writtenBy },
        },
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
  return parsed;
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

/** Reads a profile version as it was written. */
export async function readProfileText(
  { client, tables }: Database,
  id: string,
  version: number,
): Promise<string> {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: tables.profiles,
      Key: { profileId: { S: id }, version: { N: String(version) } },
    }),
  );
  if (Item === undefined) throw new Error(`profile ${id}, version ${version}, does not exist`);
  return Item['profile']!.S!;
}
