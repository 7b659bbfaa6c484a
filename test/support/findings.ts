import type { ChannelFinding, Findings, RuleFinding } from '../../src/evaluation/check.ts';
import type { LimitRule } from '../../src/model/profile.ts';
import type { Channel } from '../../src/model/reading.ts';
import { at } from './facts.ts';
import { closedSpan, profile } from './series.ts';

/** A channel with 25 readings and no gap. */
export function channel(fields: Partial<ChannelFinding> = {}): ChannelFinding {
  return {
    readings: 25,
    differing: 0,
    unreadable: [],
    min: 5,
    max: 5,
    mean: 5,
    coverage: { monitoredMs: at(240) - at(0), unmonitoredMs: 0, ratio: 1, gaps: [] },
    ...fields,
  };
}

export function channels(
  all: { readonly [name in Channel]?: Partial<ChannelFinding> } = { temperature: {} },
): ReadonlyMap<Channel, ChannelFinding> {
  return new Map(Object.entries(all).map(([name, fields]) => [name as Channel, channel(fields)]));
}

/** A rule that held. */
export function ruleFinding(rule: LimitRule, fields: Partial<RuleFinding> = {}): RuleFinding {
  return {
    rule,
    outcome: 'pass',
    observedMs: 0,
    worstCase: 'pass',
    worstCaseMs: 0,
    doubtfulMs: 0,
    firedAt: null,
    ...fields,
  };
}

/** What was found of a whole record of four hours, of which temperature is used. */
export function findings(fields: Partial<Findings> = {}): Findings {
  return {
    profile: profile(),
    span: closedSpan(at(0), at(240)),
    recordOnly: { from: false, to: false },
    ownInterval: false,
    hasRoute: false,
    channels: channels(),
    usedChannels: ['temperature'],
    rules: [],
    excursions: [],
    meanKineticTemperature: null,
    vialMonitorLife: null,
    notUnderstood: [],
    found: [],
    ...fields,
  };
}
