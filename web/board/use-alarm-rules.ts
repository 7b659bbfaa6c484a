import { useEffect, useMemo, useState } from 'react';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type LimitRule, limitRulesOf } from '../profiles/limit-rules.ts';
import { useProfileVersions, versionOf } from '../profiles/profile-versions.ts';

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
  return useMemo(() => new Map(profiles.map((each) => [versionOf(each), limitRulesOf(each)])), [profiles]);
}
