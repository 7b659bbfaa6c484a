import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { type AlarmRule, type AlarmRules, alarmRulesOf, versionOf } from './alarm-rules.ts';

/** Returns the rules of the profiles that open alarms name. They are loaded after the first paint, and never change. */
export function useAlarmRules(items: readonly BoardItem[]): AlarmRules {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPainted(true), 0);
    return () => clearTimeout(timer);
  }, []);
  const named = new Map(
    items
      .filter(({ standingAlarms }) => standingAlarms.length > 0)
      .map(({ profile }) => [versionOf(profile), profile]),
  );
  return useQueries({
    queries: [...named.values()].map(({ id, version }) => {
      const path = { profile: id, version: String(version) };
      return {
        queryKey: ['showProfile', path, {}],
        queryFn: () => call('showProfile', { path }),
        staleTime: Infinity,
        enabled: isPainted,
      };
    }),
    combine: known,
  });
}

/** Rules by the profile of which they are, so that a profile is read once and rows see that nothing has changed. */
const read = new WeakMap<object, ReadonlyMap<string, AlarmRule>>();

function rulesOf({ profile }: Answer<'showProfile'>): ReadonlyMap<string, AlarmRule> {
  const own = read.get(profile) ?? alarmRulesOf(profile);
  read.set(profile, own);
  return own;
}

function known(results: UseQueryResult<Answer<'showProfile'>>[]): AlarmRules {
  return new Map(
    results.flatMap(({ data }) => (data === undefined ? [] : [[versionOf(data), rulesOf(data)] as const])),
  );
}
