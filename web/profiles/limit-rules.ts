import { type ScalarChannel, scalarChannelDefinitions } from '../../src/model/channels/channels.ts';
import { partOfRule, plainRuleId } from '../../src/model/combined-profile.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import type { Formats } from '../format/formats.ts';
import { texts } from '../texts.ts';

/** A profile as its JSON was written. */
export type WrittenProfile = { readonly profile: Readonly<Record<string, unknown>> };

/** What the page needs of a rule that limits a channel. Values are in the channel's own unit. */
export type LimitRule = {
  readonly channel: ScalarChannel;
  readonly limit: Limit;
  /** Whether the limit applies to the rate of change. */
  readonly isRate: boolean;
  /** Whether all times outside the limit count together. */
  readonly isCumulative: boolean;
};

/** A rule as the JSON of a profile has it. */
type WrittenRule = { readonly id: string; readonly channel: string; readonly mode?: string } & {
  readonly ratePerMinuteOver?: string | null;
  readonly outside?: { readonly low: number; readonly high: number };
} & { readonly [kind in Exclude<Limit['kind'], 'outside'>]?: number };

const oneSided = ['above', 'below', 'atLeast', 'atMost'] as const;

/** Rules by the profile of which they are, so that a profile is read once. */
const read = new WeakMap<object, ReadonlyMap<string, LimitRule>>();

/**
 * Reads the limits of a profile as it was written, by the rule's id; rules about the journey have none. The profile has
 * been checked by the API, so that no page has to load the check for it.
 */
export function limitRulesOf({ profile }: WrittenProfile): ReadonlyMap<string, LimitRule> {
  const own = read.get(profile) ?? new Map(rulesOf(profile));
  read.set(profile, own);
  return own;
}

function rulesOf(profile: WrittenProfile['profile']): (readonly [id: string, rule: LimitRule])[] {
  const written = (profile['rules'] ?? []) as readonly WrittenRule[];
  return written.flatMap((rule) => {
    const limit = limitOf(rule);
    if (limit === null || !(rule.channel in scalarChannelDefinitions)) return [];
    const channel = rule.channel as ScalarChannel;
    const isRate = rule.ratePerMinuteOver != null;
    return [[rule.id, { channel, limit, isRate, isCumulative: rule.mode === 'cumulative' }] as const];
  });
}

function limitOf({ outside, ...rule }: WrittenRule): Limit | null {
  if (outside !== undefined) return { kind: 'outside', ...outside };
  const kind = oneSided.find((each) => rule[each] !== undefined);
  return kind === undefined ? null : { kind, limit: rule[kind]! };
}

/** Finds a rule by its id, in the profiles of a shipment or of the one that its id names. */
export function limitRuleOf(profiles: readonly WrittenProfile[], id: string): LimitRule | undefined {
  const part = partOfRule(id);
  for (const profile of profiles) {
    const { id: own, version } = profile.profile;
    if (part !== null && (own !== part.id || version !== part.version)) continue;
    const found = limitRulesOf(profile).get(plainRuleId(id));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Formats a value evaluated by a rule in its unit; for a rate rule, as a difference per minute. A value of null is
 * beyond the range of the sensor.
 */
export function quantityInWords(
  { channel, isRate }: Pick<LimitRule, 'channel' | 'isRate'>,
  value: number | null,
  { quantity, difference }: Formats,
): string {
  if (value === null) return texts.chart.offScale;
  return isRate ? texts.chart.perMinute(difference(channel, value)) : quantity(channel, value);
}

/** Formats a value evaluated by a rule of the given profiles; empty where none of them has the rule. */
export function quantityOf(
  profiles: readonly WrittenProfile[],
  id: string,
  value: number | null,
  formats: Formats,
): string {
  const rule = limitRuleOf(profiles, id);
  return rule === undefined ? '' : quantityInWords(rule, value, formats);
}
