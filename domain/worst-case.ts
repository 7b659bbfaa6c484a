import { LimitFold } from './limit-fold.ts';
import { isOutside, judgedValue } from './limit.ts';
import type { LimitRule } from './profile.ts';
import type { Sample } from './samples.ts';
import { type Span, forceOf } from './span.ts';
import type { Gap, Timeline } from './timeline.ts';

/**
 * A rule's milliseconds had the chosen gaps been outside its limit: the longest unbroken stretch of a consecutive
 * rule, the sum of a cumulative one.
 */
export function worstCaseMs(
  rule: LimitRule,
  timeline: Timeline,
  span: Span,
  countsAsOutside: (gap: Gap) => boolean,
): number {
  let longest = 0;
  const fold = new LimitFold(rule, forceOf(rule.phases, span), {
    ended: ({ observedMs }) => (longest = Math.max(longest, observedMs)),
  });
  const gaps = timeline.gaps.values();
  let gap = gaps.next().value;
  const passGapsBefore = (at: number): void => {
    for (; gap !== undefined && gap.from < at; gap = gaps.next().value)
      if (countsAsOutside(gap)) fold.assume(gap.from);
      else fold.lose(gap.from);
  };
  for (const { sample } of timeline.holds) {
    passGapsBefore(sample.at);
    fold.see(sample.at, judgedValue(rule.limit, sample.values));
  }
  passGapsBefore(Infinity);
  fold.finish(span.to, false);
  return Math.max(longest, fold.episode?.observedMs ?? 0);
}

/** The gaps that the verdict counts: longer than allowed, or with a reading outside the limit at either end. */
export function isDoubtful(rule: LimitRule, longestGapMs: number): (gap: Gap) => boolean {
  const outside = (sample: Sample | null): boolean =>
    sample !== null && isOutside(rule.limit, judgedValue(rule.limit, sample.values));
  return (gap) => gap.to - gap.from > longestGapMs || outside(gap.before) || outside(gap.after);
}
