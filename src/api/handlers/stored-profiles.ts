import { parseNewProfile } from '../../model/parse-profile.ts';
import { pathParameters } from '../../model/path-parameters.ts';
import { NoSuchProfile, listProfiles, readStoredProfile } from '../../storage/profiles.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';
import { previewProfile } from './preview-profile.ts';
import { toProfileResponse } from './to-responses.ts';

/** Makes the handlers that show the profiles, and what a new one would change. */
export function profileViews(database: Database) {
  return {
    async listProfiles({ query: { cursor, limit = 100 } }: ApiRequest<'listProfiles'>) {
      const after = placeOf(cursor, (place): place is { id: string; version: number } =>
        isProfileVersion(place),
      );
      const { profiles, last } = await listProfiles(database, { after, limit });
      return { items: profiles.map(toProfileResponse), next: last === null ? null : cursorOf(last) };
    },
    async showProfile({ path: { profile, version } }: ApiRequest<'showProfile'>) {
      try {
        const stored = await readStoredProfile(database, profile!, Number(version));
        return { ...toProfileResponse(stored), profile: JSON.parse(stored.text) as { id: string } };
      } catch (error) {
        if (error instanceof NoSuchProfile) throw new RequestRefused(404, `${error.message}.`);
        throw error;
      }
    },
    async previewProfile({ person, body }: ApiRequest<'previewProfile'>) {
      const parsed = parseNewProfile(body);
      if (!parsed.ok)
        throw new RequestRefused(400, parsed.problems.join('; '), { problems: parsed.problems });
      return previewProfile(database, person, parsed.profile);
    },
  };
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
