import type { RuleAsWritten } from './profile-as-written.ts';
import type { Unreadable } from './read-cell.ts';
import { roundToNineDecimals } from './rounding.ts';
import { hasUnreadable, type Sample } from './samples.ts';

export type Side = 'outside' | 'inside' | 'unknown';

/** How far a value lies outside a rule's limit, in the unit of the channel; null if it is in range. */
function outsideBy(rule: RuleAsWritten, value: number): number | null {
  const { above, atLeast, below, atMost, outside } = rule;
  const over = (limit: number) => roundToNineDecimals(value - limit);
  const under = (limit: number) => roundToNineDecimals(limit - value);
  if (above !== undefined && over(above) > 0) return over(above);
  if (atLeast !== undefined && over(atLeast) >= 0) return over(atLeast);
  if (below !== undefined && under(below) > 0) return under(below);
  if (atMost !== undefined && under(atMost) >= 0) return under(atMost);
  if (outside !== undefined && over(outside.high) > 0) return over(outside.high);
  if (outside !== undefined && under(outside.low) > 0) return under(outside.low);
  return null;
}

/** Whether an off-scale value is known to lie outside a rule's limit. */
function isOffScaleOutside(rule: RuleAsWritten, { offScale, scaleEnd }: Unreadable): boolean {
  const high = rule.above ?? rule.atLeast ?? rule.outside?.high;
  const low = rule.below ?? rule.atMost ?? rule.outside?.low;
  const isAbove = offScale === 'above' || offScale === 'either';
  const isBelow = offScale === 'below' || offScale === 'either';
  return (
    (isAbove && high !== undefined && (scaleEnd === null || high <= scaleEnd)) ||
    (isBelow && low !== undefined && (scaleEnd === null || low >= scaleEnd))
  );
}

/** On which side of the limit a sample lies. One value outside is enough for outside; only a value can be inside. */
export function sideOf(rule: RuleAsWritten, sample: Sample): Side {
  if (hasOffScaleOutside(rule, sample)) return 'outside';
  if (sample.values.some((value) => outsideBy(rule, value) !== null)) return 'outside';
  return sample.values.length > 0 ? 'inside' : 'unknown';
}

/** Whether a sample is valid for the time after it, for this rule. */
export function isValidFor(rule: RuleAsWritten, sample: Sample): boolean {
  return !hasUnreadable(sample) || hasOffScaleOutside(rule, sample);
}

function hasOffScaleOutside(rule: RuleAsWritten, sample: Sample): boolean {
  return sample.unreadable.some((unreadable) => isOffScaleOutside(rule, unreadable));
}

/** The value farthest outside, the higher of two equally far; null if no number is outside. */
export function peakOf(rule: RuleAsWritten, samples: readonly Sample[]): number | null {
  let peak: number | null = null;
  let farthest = -1;
  for (const value of samples.flatMap((sample) => sample.values)) {
    const by = outsideBy(rule, value);
    if (by === null || by < farthest || (by === farthest && value <= peak!)) continue;
    peak = value;
    farthest = by;
  }
  return peak;
}
