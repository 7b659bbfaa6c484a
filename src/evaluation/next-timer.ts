import { type DeviceState, newestReading } from './device-state.ts';
import type { Terms } from './evaluation-context.ts';

/**
 * Until when (epoch milliseconds) nothing can come of a device by the passing of time alone, whatever it says
 * meanwhile: until it would be silent, and until the shortest allowance that a run may begin to use up would be used.
 * `asOf` itself where a run is under way.
 */
export function nextTimerAt(
  state: DeviceState,
  { profile }: Pick<Terms, 'profile'>,
  attachedAt: number,
  asOf: number,
): number {
  let until = Math.max(newestReading(state), attachedAt) + profile.maxGapMs;
  for (const { id, channel, allowance } of profile.rules) {
    const episode = state.rules[id]?.episode ?? null;
    if (episode?.running === true) return asOf;
    // What fires at once fires with a message.
    if (allowance.mode === 'instant') continue;
    const used = allowance.mode === 'cumulative' ? (episode?.observedMs ?? 0) : 0;
    // What comes late may have begun right after what is known.
    const known = Math.min(asOf, state.last[channel]?.at ?? attachedAt);
    if (used < allowance.milliseconds)
      until = Math.min(until, Math.max(asOf, known + allowance.milliseconds - used));
  }
  return until;
}
