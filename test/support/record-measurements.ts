import type { ChannelMeasurement, RecordMeasurements, RuleMeasurement } from '../../src/evaluation/check.ts';
import type { LimitRule } from '../../src/model/profile.ts';
import type { Channel } from '../../src/model/reading.ts';
import { at } from './facts.ts';
import { closedSpan, profile } from './series.ts';

/** A channel with 25 readings and no gap. */
function channel(fields: Partial<ChannelMeasurement> = {}): ChannelMeasurement {
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
  all: { readonly [name in Channel]?: Partial<ChannelMeasurement> } = { temperature: {} },
): ReadonlyMap<Channel, ChannelMeasurement> {
  return new Map(Object.entries(all).map(([name, fields]) => [name as Channel, channel(fields)]));
}

/** A rule without a violation. */
export function ruleMeasurement(rule: LimitRule, fields: Partial<RuleMeasurement> = {}): RuleMeasurement {
  return {
    rule,
    outcome: 'pass',
    observedMs: 0,
    worstCase: 'pass',
    worstCaseMs: 0,
    uncertainMs: 0,
    firedAt: null,
    ...fields,
  };
}

/** The measurements of a complete record of four hours that uses temperature. */
export function findings(fields: Partial<RecordMeasurements> = {}): RecordMeasurements {
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
