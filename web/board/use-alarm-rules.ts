import { useEffect, useMemo, useState } from 'react';
import { readVersion } from '../../src/model/written-version.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type LimitRule, limitRulesOf } from '../profiles/limit-rules.ts';
import { type Profile, partsIn, useProfileVersions, versionOf } from '../profiles/profile-versions.ts';

/** The rules of profile versions, by the version's name ("who-storage@1") and the rule's id. */
export type AlarmRules = ReadonlyMap<string, ReadonlyMap<string, LimitRule>>;

/** Returns the rules of the profiles that open alarms name. They are loaded after the first paint. */
export function useAlarmRules(items: readonly BoardItem[]): AlarmRules {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPainted(true), 0);
    return () => clearTimeout(timer);
  }, []);
  const named = items.filter(({ standingAlarms }) => standingAlarms.length > 0);
  const profiles = useProfileVersions(isPainted ? named.map(({ profile }) => profile) : []);
  // A text, so that nothing changes where the same shipments are listed again.
  const versions = [...new Set(named.map(({ profile }) => versionOf(profile)))].join(' ');
  return useMemo(
    () => new Map(versions.split(' ').map((each) => [each, rulesOfVersion(profiles, each)])),
    [profiles, versions],
  );
}

/** The rules of a version; those of a combined one by the ids that they have in it. */
function rulesOfVersion(profiles: readonly Profile[], version: string): ReadonlyMap<string, LimitRule> {
  const parts = partsIn(profiles, readVersion(version));
  if (!version.includes('+')) return parts[0] === undefined ? new Map() : limitRulesOf(parts[0]);
  return new Map(
    parts.flatMap((part) =>
      [...limitRulesOf(part)].map(([rule, limits]) => [`${versionOf(part)}:${rule}`, limits] as const),
    ),
  );
}
