import { parseDuration } from '../../src/model/duration.ts';
import { type WrittenProfile, limitRulesOf } from '../profiles/limit-rules.ts';

/**
 * Returns the longest time without readings that is not yet a gap under a profile; infinite where the profile is
 * unknown.
 */
export function maxGapMsOf(profile: WrittenProfile | undefined): number {
  const written = profile?.profile['maxGap'];
  return (typeof written === 'string' ? parseDuration(written) : null) ?? Infinity;
}

/** Returns whether a rule applies to a channel. */
export function isOf(channel: string, rule: string, profile: WrittenProfile | undefined): boolean {
  return profile !== undefined && limitRulesOf(profile).get(rule)?.channel === channel;
}

/** Returns the profile's limits for a channel; limits on its rate of change are not lines in a chart. */
export function limitsOf(profile: WrittenProfile | undefined, channel: string): readonly number[] {
  if (profile === undefined) return [];
  return [...limitRulesOf(profile).values()].flatMap((rule) => {
    if (rule.channel !== channel || rule.isRate) return [];
    return rule.limit.kind === 'outside' ? [rule.limit.low, rule.limit.high] : [rule.limit.limit];
  });
}
