import { parseDuration } from '../../src/model/duration.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import type { Formats } from '../format/formats.ts';
import { texts } from '../texts.ts';

/** A profile as its JSON was written. */
export type WrittenProfile = { readonly profile: { readonly [field: string]: unknown } };

/**
 * Returns the longest time without readings that is not yet a gap under a profile; infinite where the profile is
 * unknown.
 */
export function maxGapMsOf(profile: WrittenProfile | undefined): number {
  const written = profile?.profile['maxGap'];
  return (typeof written === 'string' ? parseDuration(written) : null) ?? Infinity;
}

type WrittenRule = {
  readonly id: string;
  readonly channel: string;
  readonly ratePerMinuteOver?: string;
  readonly outside?: { readonly low: number; readonly high: number };
} & { readonly [kind in Exclude<Limit['kind'], 'outside'>]?: number };

const rulesOf = (profile: WrittenProfile | undefined): readonly WrittenRule[] =>
  (profile?.profile['rules'] ?? []) as WrittenRule[];

/** Returns whether a rule applies to a channel. */
export function isOf(channel: string, rule: string, profile: WrittenProfile | undefined): boolean {
  return rulesOf(profile).some((each) => each.id === rule && each.channel === channel);
}

/** Formats a value evaluated by a rule in its unit; for a rate rule, as a difference per minute. */
export function quantityOf(
  profiles: readonly WrittenProfile[],
  rule: string,
  value: number | null,
  { quantity, number, degrees, unitOf }: Formats,
): string {
  const found = profiles.flatMap(rulesOf).find(({ id }) => id === rule);
  if (found === undefined) return '';
  if (value === null) return texts.chart.offScale;
  if (found.ratePerMinuteOver == null) return quantity(found.channel, value);
  const difference = found.channel === 'temperature' ? degrees(value) - degrees(0) : value;
  return texts.chart.perMinute(`${number(difference)} ${unitOf(found.channel)}`);
}

/** Returns the profile's limits for a channel; limits on its rate of change are not lines in a chart. */
export function limitsOf(profile: WrittenProfile | undefined, channel: string): readonly number[] {
  return rulesOf(profile).flatMap((rule) => {
    if (rule.channel !== channel || rule.ratePerMinuteOver != null) return [];
    const { above, below, atLeast, atMost, outside } = rule;
    return [above, below, atLeast, atMost, outside?.low, outside?.high].filter(
      (value) => value !== undefined,
    );
  });
}
