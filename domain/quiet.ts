import type { DeviceState } from './device-state.ts';
import { isOutside } from './limit.ts';
import type { Channel, Reading } from './reading.ts';
import { roundValue } from './rounding.ts';
import type { Sample } from './samples.ts';
import type { Terms } from './terms.ts';

// The way of nearly every message: nothing is the matter, and it shows without judging.

/**
 * Whether nothing can happen unless a reading makes it: no run is under way, and no phase begins within a hold.
 */
export function isQuietState(state: DeviceState, terms: Terms): boolean {
  const { rules } = state;
  const { profile, phases, until } = terms;
  if (until !== null) return true;
  if (profile.health.stuckForMs !== null || profile.forecast !== null) return false;
  for (const id in rules) {
    const { episode, latest } = rules[id]!;
    if (episode?.running === true) return false;
    // That it is over is told when the rule has held for long enough.
    if (latest !== null && latest.closedAt !== null && heldAt(state, terms, id) === null) return false;
  }
  return phases === null || profile.rules.every((rule) => rule.phases === null);
}

/**
 * When, in device time, a rule had held for as long as people are to wait with the news that it does, by readings of its
 * own channel; at once where nothing judges any more. Null: not yet, or it was never passed.
 */
export function heldAt(state: DeviceState, { profile, until }: Terms, id: string): number | null {
  const { episode, latest } = Object.hasOwn(state.rules, id)
    ? state.rules[id]!
    : { episode: null, latest: null };
  if (latest === null || latest.closedAt === null || episode?.running === true) return null;
  if (until !== null) return latest.closedAt;
  const rule = profile.rules.find((each) => each.id === id);
  const at = latest.closedAt + (rule?.clearAfterMs ?? 0);
  const newest = rule === undefined ? undefined : state.last[rule.channel];
  return newest !== undefined && newest.at >= at ? at : null;
}

/**
 * Whether a reading, in whatever order among others, makes no transition on top of a quiet state: it is newer than
 * the state's last of its channel, and in range for every rule.
 */
export function isQuietReading(
  state: DeviceState,
  { profile, since, until, route }: Terms,
  channel: Channel,
  at: number,
  value: number,
): boolean {
  if (until !== null) return at > until;
  const before = state.last[channel];
  if (at < since || (before !== undefined && at <= before.at)) return false;
  if (channel === 'clock' || (channel === 'location' && route !== null)) return false;
  if (
    channel === 'battery' &&
    (value <= profile.health.lowBatteryPercent || state.signals.battery !== undefined)
  )
    return false;
  for (const rule of profile.rules)
    if (rule.channel === channel && (rule.rateWindowMs !== null || isOutside(rule.limit, value)))
      return false;
  return true;
}

/** The state after readings that change nothing; null where they may. */
export function advanceQuietly(
  state: DeviceState,
  readings: readonly Reading[],
  terms: Terms,
): DeviceState | null {
  if (!isQuietState(state, terms)) return null;
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  for (const reading of readings) {
    const { channel } = reading;
    const at = Math.round(reading.at);
    const value = channel === 'location' ? 0 : roundValue(reading.value);
    const before = last[channel];
    // Two of one time, or out of order among themselves: the samples must be made first.
    if ((before !== undefined && at <= before.at) || !isQuietReading(state, terms, channel, at, value))
      return null;
    if (terms.until === null)
      last[channel] = { at, values: channel === 'location' ? noValues : [value], differs: false };
  }
  return { last, rules: state.rules, signals: state.signals };
}

const noValues: readonly number[] = [];
