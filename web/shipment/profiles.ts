import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { Shown } from './shown.ts';
import type { Answer } from '../api/answer.ts';
export type Profile = Answer<'showProfile'>;

/** Returns the profiles by which a shipment's sensors are evaluated. */
export function useProfiles({ profile, attachments }: Shown): readonly Profile[] {
  return useProfileVersions([profile, ...attachments.map((each) => each.profile)]);
}

/** Returns the profiles of some versions, as far as they have been loaded. Versions never change. */
export function useProfileVersions(versions: readonly Shown['profile'][]): readonly Profile[] {
  const distinctVersions = [
    ...new Map(versions.map((each) => [`${each.id}@${each.version}`, each])).values(),
  ];
  return useQueries({
    queries: distinctVersions.map(({ id, version }) => {
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

export function profileOf(
  profiles: readonly Profile[],
  { id, version }: Shown['profile'],
): Profile | undefined {
  return profiles.find((each) => each.id === id && each.version === version);
}
