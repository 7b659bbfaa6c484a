import type { DeviceState } from './device-state.ts';
import type { Profile } from '../model/profile.ts';
import { roundResult } from '../model/rounding.ts';

/** The rule whose allowance is used most, and what share of it: 1 where it is used up or the rule fired. */
export type AllowanceUsed = { readonly rule: string; readonly used: number };

/**
 * How much of its allowance a device's record has used, by the judging rule that is nearest to firing; null where
 * nothing counts. Of a consecutive rule the run under way counts, of a cumulative one all runs. The newest reading
 * holds until `asOf`, for one interval at most.
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
    // While a channel cannot be read nothing of its rules goes on that anybody could see.
    const isSeen = episode.running && unreadable[channel] === undefined;
    const validForMs = isSeen ? asOf - (last[channel]?.at ?? asOf) : 0;
    const outsideMs = episode.observedMs + Math.min(Math.max(0, validForMs), reportingIntervalMs);
    const share = allowance.mode === 'instant' ? 0 : Math.min(1, outsideMs / allowance.milliseconds);
    const used = episode.firedAt === null ? share : 1;
    if (used > (most?.used ?? 0)) most = { rule: id, used: roundResult(used) };
  }
  return most;
}
