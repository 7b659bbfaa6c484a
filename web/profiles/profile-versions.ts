import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { partsOfVersion } from '../../src/model/combined-version.ts';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';

export type Profile = Answer<'showProfile'>;

type Version = Pick<Profile, 'id' | 'version'>;

/** The name of a profile version: "who-storage@1". */
export function versionOf({ id, version }: Version): string {
  return `${id}@${version}`;
}

/**
 * Returns the profiles of some versions, those of products combined by their parts, as far as they have been loaded.
 * Versions never change.
 */
export function useProfileVersions(versions: readonly Version[]): readonly Profile[] {
  const parts = versions.flatMap(partsOfVersion);
  const distinct = [...new Map(parts.map((each) => [versionOf(each), each])).values()];
  return useQueries({
    queries: distinct.map(({ id, version }) => {
      const path = { profile: id, version: String(version) };
      return {
        queryKey: ['showProfile', path, {}],
        queryFn: () => call('showProfile', { path }),
        staleTime: Infinity,
      };
    }),
    combine: known,
  });
}

function known(results: UseQueryResult<Profile>[]): readonly Profile[] {
  return results.flatMap(({ data }) => (data === undefined ? [] : [data]));
}

/** Finds the profiles that a version is made of among those that have been loaded: one, unless it is combined. */
export function partsIn(profiles: readonly Profile[], version: Version): readonly Profile[] {
  return partsOfVersion(version).flatMap((part) => profileOf(profiles, part) ?? []);
}

/** Finds the profile of a version among those that have been loaded. */
export function profileOf(profiles: readonly Profile[], sought: Version): Profile | undefined {
  return profiles.find((each) => versionOf(each) === versionOf(sought));
}
