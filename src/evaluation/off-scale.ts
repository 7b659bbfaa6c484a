import { isOutside, comparedValue } from './limit.ts';
import type { LimitRule } from '../model/profile.ts';
import type { Sample } from './samples.ts';
import type { UnreadableSample } from './series.ts';

/** Whether an off-scale value must lie outside a rule's limit. About a limit beyond its scale's end nothing is known. */
export function isOffScaleOutside(
  { limit, rateWindowMs }: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { above, below }: Pick<UnreadableSample, 'above' | 'below'>,
): boolean {
  // Two values are needed for a rate of change; of an off-scale one there is none.
  if (rateWindowMs !== null) return false;
  const isAbove = (high: number): boolean => above !== null && above >= high;
  const isBelow = (low: number): boolean => below !== null && below <= low;
  switch (limit.kind) {
    case 'above':
    case 'atLeast':
      return isAbove(limit.limit);
    case 'below':
    case 'atMost':
      return isBelow(limit.limit);
    case 'outside':
      return isAbove(limit.high) || isBelow(limit.low);
  }
}

/** A time's readings, and beyond which end of its scale its unreadable values lie. */
type Known = {
  readonly sample: Sample | null;
  readonly unreadable: Pick<UnreadableSample, 'above' | 'below'> | null;
};

/**
 * What a rule knows at a moment: the value that it judges; `off-scale`, which lies outside its limit and has no number;
 * null where nothing can be known. A time's readings and off-scale values are judged by what lies farthest outside.
 */
export function knownAt(
  rule: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { sample, unreadable }: Known,
): number | 'off-scale' | null {
  const value = sample === null ? null : comparedValue(rule.limit, sample.values);
  if (unreadable === null || (value !== null && isOutside(rule.limit, value))) return value;
  return isOffScaleOutside(rule, unreadable) ? 'off-scale' : value;
}

/** Whether what a rule knows at a moment goes on being valid: an unreadable value ends it, but for one off the scale. */
export function isValidAfter(
  rule: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { unreadable }: Pick<Known, 'unreadable'>,
): boolean {
  return unreadable === null || isOffScaleOutside(rule, unreadable);
}
