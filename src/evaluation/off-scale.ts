import { isOutside, comparedValue } from './limit.ts';
import type { LimitRule } from '../model/profile.ts';
import type { Sample } from './samples.ts';
import type { UnreadableSample } from './series.ts';

/**
 * Whether an off-scale value is certain to lie outside a rule's limit. If the limit lies beyond the end of the scale,
 * the value says nothing.
 */
export function isOffScaleOutside(
  { limit, rateWindowMs }: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { above, below }: Pick<UnreadableSample, 'above' | 'below'>,
): boolean {
  // A rate of change needs two numbers, and an off-scale value has none.
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

/** The readings at one time, and the end of the scale beyond which its unreadable values lie. */
type Known = {
  readonly sample: Sample | null;
  readonly unreadable: Pick<UnreadableSample, 'above' | 'below'> | null;
};

/**
 * Returns what a rule knows at a moment: the value to evaluate; `off-scale` for a value that lies outside the limit but
 * has no number; null if nothing is known. Of several readings and off-scale values, the one farthest outside counts.
 */
export function knownAt(
  rule: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { sample, unreadable }: Known,
): number | 'off-scale' | null {
  const value = sample === null ? null : comparedValue(rule.limit, sample.values);
  if (unreadable === null || (value !== null && isOutside(rule.limit, value))) return value;
  return isOffScaleOutside(rule, unreadable) ? 'off-scale' : value;
}

/**
 * Whether what a rule knows at a moment remains valid. An unreadable value ends the validity unless it is off the
 * scale.
 */
export function isValidAfter(
  rule: Pick<LimitRule, 'limit' | 'rateWindowMs'>,
  { unreadable }: Pick<Known, 'unreadable'>,
): boolean {
  return unreadable === null || isOffScaleOutside(rule, unreadable);
}

/** Whether a moment has one value, which is inside a rule's limit, and nothing unreadable. */
export function isPlainlyInside(
  { limit }: Pick<LimitRule, 'limit'>,
  { sample, unreadable }: Pick<Known, 'sample'> & { readonly unreadable: unknown },
): boolean {
  return (
    unreadable === null &&
    sample !== null &&
    sample.values.length === 1 &&
    !isOutside(limit, sample.values[0]!)
  );
}
