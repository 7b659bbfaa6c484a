import { type DeviceState, newestReading } from './device-state.ts';
import type { EvaluationContext } from './evaluation-context.ts';

/**
 * Returns the time (epoch milliseconds) before which nothing can happen to a device merely because time passes,
 * whatever it sends meanwhile: the earlier of when it would count as offline and when a new run could first use up an
 * allowance. Returns `asOf` while a run is in progress.
 */
export function nextTimerAt(
  state: DeviceState,
  { profile }: Pick<EvaluationContext, 'profile'>,
  attachedAt: number,
  asOf: number,
): number {
  let until = Math.max(newestReading(state), attachedAt) + profile.maxGapMs;
  for (const { id, channel, allowance } of profile.rules) {
    const episode = state.rules[id]?.episode ?? null;
    if (episode?.running === true) return asOf;
    // An instant rule fires on a message, so it needs no timer.
    if (allowance.mode === 'instant') continue;
    const used = allowance.mode === 'cumulative' ? (episode?.observedMs ?? 0) : 0;
    // A run in readings that arrive late may have started right after the last known reading.
    const known = Math.min(asOf, state.last[channel]?.at ?? attachedAt);
    if (used < allowance.milliseconds)
      until = Math.min(until, Math.max(asOf, known + allowance.milliseconds - used));
  }
  return until;
}
