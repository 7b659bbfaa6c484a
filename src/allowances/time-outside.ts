import { isOutside } from '../evaluation/limit.ts';
import { isValidAfter, knownAt } from '../evaluation/off-scale.ts';
import type { Timeline } from '../evaluation/timeline.ts';
import { gapsOf, uncertainGaps } from '../evaluation/worst-case.ts';
import type { Limit } from '../model/rules/limit-rule.ts';
import { type Interval, union } from './interval.ts';

/** What is known about a limit over a timeline. */
export type TimeOutside = {
  /** The time outside the limit by readings and by values off the scale. */
  readonly observed: readonly Interval[];
  /** The time of which nothing is known. */
  readonly gaps: readonly Interval[];
  /** Those of the gaps that count in a verdict. */
  readonly uncertainGaps: readonly Interval[];
};

/** Finds the time outside a limit. A reading that is valid for no time is an interval of no length. */
export function timeOutside(limit: Limit, timeline: Timeline, longestGapMs: number): TimeOutside {
  const rule = { limit, rateWindowMs: null };
  const observed: Interval[] = [];
  for (const moment of timeline.moments) {
    const known = knownAt(rule, moment);
    if (known === 'off-scale' || (known !== null && isOutside(limit, known)))
      observed.push([moment.at, isValidAfter(rule, moment) ? moment.until : moment.at]);
  }
  const gaps = gapsOf(rule, timeline);
  const uncertain = uncertainGaps(rule, timeline, gaps, longestGapMs);
  const timesOf = (all: Iterable<{ from: number; to: number }>): Interval[] =>
    union([...all].map(({ from, to }): Interval => [from, to]));
  return { observed: union(observed), gaps: timesOf(gaps), uncertainGaps: timesOf(uncertain) };
}
