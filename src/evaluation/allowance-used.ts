import type { DeviceState } from './device-state.ts';
import type { Profile } from '../model/profile.ts';
import { roundResult } from '../model/rounding.ts';

/**
 * The rule that has used most of its allowance, and the share it used: 1 once the allowance is used up or the rule
 * fired.
 */
type AllowanceUsed = { readonly rule: string; readonly used: number };

/**
 * Returns the share of its allowance that the judging rule nearest to firing has used; null if no rule has used any.
 * For a consecutive rule the run in progress counts, for a cumulative rule all runs. The newest reading counts as valid
 * until `asOf`, for one reporting interval at most.
 */
export function allowanceUsed(
  { rules, last, unreadable }: DeviceState,
  { rules: asked, reportingIntervalMs }: Pick<Profile, 'rules' | 'reportingIntervalMs'>,
  asOf: number,
): AllowanceUsed | null {
  let most: AllowanceUsed | null = null;
  for (const { id, channel, allowance, judges } of asked) {
    const episode = rules[id]?.episode;
    const isOver = allowance.mode === 'consecutive' && episode?.running !== true;
    if (!judges || episode === null || episode === undefined || (isOver && episode.firedAt === null))
      continue;
    // While a channel is unreadable, nothing shows that its runs continue.
    const isSeen = episode.running && unreadable[channel] === undefined;
    const validForMs = isSeen ? asOf - (last[channel]?.at ?? asOf) : 0;
    const outsideMs = episode.observedMs + Math.min(Math.max(0, validForMs), reportingIntervalMs);
    const share = allowance.mode === 'instant' ? 0 : Math.min(1, outsideMs / allowance.milliseconds);
    const used = episode.firedAt === null ? share : 1;
    if (used > (most?.used ?? 0)) most = { rule: id, used: roundResult(used) };
  }
  return most;
}
