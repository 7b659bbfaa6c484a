import { type DeviceState, newestMeasured } from './device-state.ts';
import { isOutside } from './limit.ts';
import { isFaultCode } from './fault-codes.ts';
import { isValueJump, isMonitoredAfterJump } from './value-jump.ts';
import { type Channel, type Reading, channels, isMeasured, isUnreadable } from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';
import { endOfRule } from './rule-span.ts';
import type { Sample } from './samples.ts';
import type { EvaluationContext } from './evaluation-context.ts';

// Nearly every message takes this path: nothing is wrong, and that is visible without an evaluation.

/** Whether only a reading can change anything: no run is in progress, and no phase starts while a reading is valid. */
export function canUseFastPath(state: DeviceState, context: EvaluationContext): boolean {
  const { rules } = state;
  const { profile, phases, until } = context;
  if (until !== null) return true;
  if (isMonitoredAfterJump(state)) return false;
  for (const channel in state.unreadable) if (isMeasured(channel as Channel)) return false;
  if (profile.health.stuckForMs !== null) return false;
  for (const id in rules) {
    const { episode, latest } = rules[id]!;
    if (episode?.running === true) return false;
    // The state changes once more when the rule has been in range for long enough to report it as cleared.
    if (latest !== null && latest.closedAt !== null && clearedAt(state, context, id) === null) return false;
  }
  return phases === null || profile.rules.every((rule) => rule.phases === null);
}

/**
 * When, in device time, a rule had been in range for as long as its profile requires before people are notified, by
 * readings of its own channel; at once where the span has ended. Null if that time has not come yet, or there was no
 * excursion.
 */
export function clearedAt(
  state: DeviceState,
  { profile, until, phases }: EvaluationContext,
  id: string,
): number | null {
  const { episode, latest } = Object.hasOwn(state.rules, id)
    ? state.rules[id]!
    : { episode: null, latest: null };
  if (latest === null || latest.closedAt === null || episode?.running === true) return null;
  const rule = profile.rules.find((each) => each.id === id);
  if ((rule === undefined ? until : endOfRule(rule, until, phases)) !== null) return latest.closedAt;
  const at = latest.closedAt + (rule?.clearAfterMs ?? 0);
  const newest = rule === undefined ? undefined : state.last[rule.channel];
  return newest !== undefined && newest.at >= at ? at : null;
}

/**
 * Whether a reading on the fast path causes no transition, in whatever order readings arrive: it is newer than the last
 * one of its channel and in range for every rule.
 */
export function isFastPathReading(
  state: DeviceState,
  { profile, attachedAt, since, until, route }: EvaluationContext,
  channel: Channel,
  at: number,
  value: number,
): boolean {
  // A reading older than the attachment belongs to an earlier assignment, even if the arrival was declared before both.
  if (until !== null) return at > until && at >= attachedAt;
  const before = state.last[channel];
  if (at < since || (before !== undefined && at <= before.at)) return false;
  if (!isMeasured(channel) || (channel === 'location' && route !== null)) return false;
  if (
    channel === 'battery' &&
    (value <= profile.health.lowBatteryPercent || state.diagnostics.battery !== undefined)
  )
    return false;
  for (const rule of profile.rules)
    if (rule.channel === channel && (rule.rateWindowMs !== null || isOutside(rule.limit, value)))
      return false;
  return true;
}

/** Detects what shows only across several readings, in any order: jumps, fault codes, a missing channel. */
export class FastPathWindow {
  readonly #context: EvaluationContext;
  readonly #lastAt: { [channel in Channel]?: number } = {};
  #newestAt: number;
  #lowest = Infinity;
  #highest = -Infinity;
  #hasCode = false;

  constructor(state: DeviceState, context: EvaluationContext) {
    this.#context = context;
    this.#newestAt = newestMeasured(state);
    for (const channel of channels) {
      const last = state.last[channel];
      if (last !== undefined) this.#lastAt[channel] = last.at;
    }
    for (const value of state.last.temperature?.values ?? []) this.#takeCelsius(value);
  }

  take(channel: Channel, at: number, value: number): void {
    if (isMeasured(channel)) this.#newestAt = Math.max(this.#newestAt, at);
    this.#lastAt[channel] = Math.max(this.#lastAt[channel] ?? -Infinity, at);
    if (channel === 'temperature') {
      this.#hasCode ||= isFaultCode(value);
      this.#takeCelsius(value);
    }
  }

  isOnFastPath(): boolean {
    const { profile, since, until } = this.#context;
    if (until !== null) return true;
    if (this.#hasCode || (this.#highest > this.#lowest && isValueJump(this.#highest, this.#lowest)))
      return false;
    return profile.rules.every(
      ({ channel, judges }) =>
        !judges || this.#newestAt - Math.max(this.#lastAt[channel] ?? since, since) <= profile.maxGapMs,
    );
  }

  #takeCelsius(value: number): void {
    this.#lowest = Math.min(this.#lowest, value);
    this.#highest = Math.max(this.#highest, value);
  }
}

/** Returns the state after readings that cause no change; null if they might cause one. */
export function advanceOnFastPath(
  state: DeviceState,
  readings: readonly Reading[],
  context: EvaluationContext,
): DeviceState | null {
  if (!canUseFastPath(state, context)) return null;
  const last: { [channel in Channel]?: Sample } = { ...state.last };
  for (const reading of readings) {
    const { channel } = reading;
    const at = Math.round(reading.at);
    // Readings after the end of the span have no effect.
    if (context.until !== null && at > context.until) continue;
    if (isUnreadable(reading)) return null;
    if (channel === 'temperature' && mayBeAlone(last.temperature, reading.value)) return null;
    const value = reading.channel === 'location' ? 0 : roundValue(reading.value);
    const before = last[channel];
    // Readings at the same time or out of order must first be combined into samples.
    if ((before !== undefined && at <= before.at) || !isFastPathReading(state, context, channel, at, value))
      return null;
    if (context.until === null)
      last[channel] = { at, values: channel === 'location' ? noValues : [value], differs: false };
  }
  return { ...state, last };
}

/** Whether a temperature needs more than its rules: it is a fault code, or a jump from the previous reading. */
function mayBeAlone(before: Sample | undefined, celsius: number): boolean {
  return (
    isFaultCode(celsius) ||
    (before !== undefined && before.values.some((value) => isValueJump(value, celsius)))
  );
}

const noValues: readonly number[] = [];
