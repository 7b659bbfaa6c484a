import { type ScalarChannel, scalarChannelDefinitions } from '../../src/model/channels/channels.ts';
import type { Limit } from '../../src/model/rules/limit-rule.ts';
import type { BoardItem } from '../parts/shipment-state.ts';

/** What the words of an alarm need of its rule. Values are in the channel's own unit. */
export type AlarmRule = {
  readonly channel: ScalarChannel;
  readonly limit: Limit;
  /** Whether the limit applies to the rate of change. */
  readonly isRate: boolean;
  /** Whether all times outside the limit count together. */
  readonly isCumulative: boolean;
};

/** The rules of profile versions, by the version's name ("who-storage@1") and the rule's id. */
export type AlarmRules = ReadonlyMap<string, ReadonlyMap<string, AlarmRule>>;

/** A rule as the JSON of a profile has it. */
type WrittenRule = { readonly id: string; readonly channel: string; readonly mode?: string } & {
  readonly ratePerMinuteOver?: string | null;
  readonly outside?: { readonly low: number; readonly high: number };
} & { readonly [kind in Exclude<Limit['kind'], 'outside'>]?: number };

const oneSided = ['above', 'below', 'atLeast', 'atMost'] as const;

/** Reads the limits of a profile as it was written; rules about the journey have none. */
export function alarmRulesOf(profile: Readonly<Record<string, unknown>>): ReadonlyMap<string, AlarmRule> {
  const written = (profile['rules'] ?? []) as readonly WrittenRule[];
  return new Map(
    written.flatMap((rule) => {
      const limit = limitOf(rule);
      if (limit === null || !(rule.channel in scalarChannelDefinitions)) return [];
      const channel = rule.channel as ScalarChannel;
      const isRate = rule.ratePerMinuteOver != null;
      return [[rule.id, { channel, limit, isRate, isCumulative: rule.mode === 'cumulative' }] as const];
    }),
  );
}

function limitOf({ outside, ...rule }: WrittenRule): Limit | null {
  if (outside !== undefined) return { kind: 'outside', ...outside };
  const kind = oneSided.find((each) => rule[each] !== undefined);
  return kind === undefined ? null : { kind, limit: rule[kind]! };
}

/** The name of a profile version. */
export function versionOf({ id, version }: BoardItem['profile']): string {
  return `${id}@${version}`;
}
