import { pathParameters } from '../../model/path-parameters.ts';
import { NoSuchProfile, listProfiles, readStoredProfile } from '../../storage/profiles.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import { toProfileResponse } from './to-responses.ts';
import { RequestRefused } from '../http/problem.ts';

/**
 * One page of the profile versions.
 * @throws {RequestRefused} when the cursor is not one of ours.
 */
export async function listStoredProfiles(
  database: Database,
  { cursor, limit = 100 }: ApiRequest<'listProfiles'>['query'],
) {
  const after = placeOf(cursor, (place): place is { id: string; version: number } => isProfileVersion(place));
  const { profiles, last } = await listProfiles(database, { after, limit });
  return { items: profiles.map(toProfileResponse), next: last === null ? null : cursorOf(last) };
}

/**
 * A profile version as it was written.
 * @throws {RequestRefused} 404 when there is no such version.
 */
export async function showStoredProfile(database: Database, id: string, version: number) {
  try {
    const stored = await readStoredProfile(database, id, version);
    return { ...toProfileResponse(stored), profile: JSON.parse(stored.text) as { id: string } };
  } catch (error) {
    if (error instanceof NoSuchProfile) throw new RequestRefused(404, `${error.message}.`);
    throw error;
  }
}

function isProfileVersion(place: unknown): boolean {
  if (typeof place !== 'object' || place === null) return false;
  const { id, version } = place as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    pathParameters['profile']!.test(id) &&
    typeof version === 'number' &&
    pathParameters['version']!.test(String(version))
  );
}
