import { scalarChannelDefinitions } from './channels/channels.ts';
import type { LimitRule } from './profile.ts';
import { allowedTime, duration, limitInWords } from './wording.ts';

/** What is wrong when the rule fails, in plain words: "Too warm". */
export function problemOf({ channel, limit, rateWindowMs }: LimitRule): string {
  if (rateWindowMs !== null || limit.kind === 'outside') return 'Out of range';
  const { above, below } = scalarChannelDefinitions[channel].beyondLimit;
  return limit.kind === 'above' || limit.kind === 'atLeast' ? above : below;
}

/** For how long the goods were beyond the limit: "above 8 °C for 20 min", "not above 8 °C". */
export function timeOutside(rule: LimitRule, milliseconds: number): string {
  if (milliseconds > 0) return `${limitInWords(rule)} for ${duration(milliseconds)}`;
  return `${rule.rateWindowMs === null ? 'not' : 'no'} ${limitInWords(rule)}`;
}

/** For how long that is allowed: "(never allowed)", "(allowed: less than 10 h without a break)". */
export function allowanceOf(rule: LimitRule): string {
  return rule.allowance.mode === 'instant' ? '(never allowed)' : `(allowed: ${allowedTime(rule)})`;
}
