import { LimitTracker } from './limit-tracker.ts';
import { isOutside } from './limit.ts';
import { isOffScaleOutside, isValidAfter, knownAt } from './off-scale.ts';
import type { LimitRule } from '../model/profile.ts';
import { type Span, activePeriodsOf } from './span.ts';
import { type Gap, type Moment, type Timeline, gapsIn } from './timeline.ts';

type Limited = Pick<LimitRule, 'limit' | 'rateWindowMs'>;

/**
 * Follows a rule through a record as if the chosen gaps had been outside its limit. The result, in milliseconds, is the
 * longest unbroken run of a consecutive rule or the sum of a cumulative one.
 */
export class WorstCase {
  readonly #fold: LimitTracker;
  readonly #span: Span;
  readonly #gaps: Iterator<Gap, undefined>;
  readonly #countsAsOutside: (gap: Gap) => boolean;
  #gap: Gap | undefined;
  #longestMs = 0;

  constructor(rule: LimitRule, gaps: readonly Gap[], span: Span, countsAsOutside: (gap: Gap) => boolean) {
    this.#span = span;
    this.#gaps = gaps.values();
    this.#gap = this.#gaps.next().value;
    this.#countsAsOutside = countsAsOutside;
    this.#fold = new LimitTracker(rule, activePeriodsOf(rule.phases, span), {
      ended: ({ observedMs }) => (this.#longestMs = Math.max(this.#longestMs, observedMs)),
    });
  }

  /** `known` is what the rule knows at this moment. */
  see({ at }: Moment, known: ReturnType<typeof knownAt>): void {
    if (known === null) return;
    this.#passGapsBefore(at);
    if (known === 'off-scale') this.#fold.assume(at);
    else this.#fold.see(at, known);
  }

  /** Up to this time, values inside the limit change nothing. */
  get idleUntil(): number {
    return this.#fold.isIdle ? (this.#gap?.from ?? Infinity) : -Infinity;
  }

  /** Call this after the last moment. */
  end(): number {
    this.#passGapsBefore(Infinity);
    this.#fold.finish(this.#span.to, false);
    return Math.max(this.#longestMs, this.#fold.episode?.observedMs ?? 0);
  }

  #passGapsBefore(at: number): void {
    for (; this.#gap !== undefined && this.#gap.from < at; this.#gap = this.#gaps.next().value)
      if (this.#countsAsOutside(this.#gap)) this.#fold.assume(this.#gap.from);
      else this.#fold.lose(this.#gap.from);
  }
}

/**
 * The gaps in what a rule knows: those of its channel, except where values off the scale are known to lie outside the
 * limit.
 */
export function gapsOf(rule: Limited, { from, to, moments, gaps, unreadable }: Timeline): readonly Gap[] {
  if (!unreadable.some((each) => isOffScaleOutside(rule, each))) return gaps;
  return gapsIn(
    moments,
    from,
    to,
    (moment) => knownAt(rule, moment) !== null,
    (moment) => isValidAfter(rule, moment),
  );
}

/**
 * The gaps of a rule that count in the verdict: those in unmonitored stretches of its channel that are longer than
 * allowed, or that have a value outside the limit at either end or, off the scale, in between. Gaps with nothing
 * monitored between them form one stretch.
 */
export function uncertainGaps(
  rule: Limited,
  timeline: Timeline,
  gaps: readonly Gap[],
  longestGapMs: number,
): ReadonlySet<Gap> {
  const isOutsideAt = (moment: Moment | null): boolean => {
    const known = moment === null ? null : knownAt(rule, moment);
    return known === 'off-scale' || (known !== null && isOutside(rule.limit, known));
  };
  const offScale = timeline.unreadable.filter((each) => isOffScaleOutside(rule, each));
  const uncertain = unmonitoredStretches(timeline.gaps).filter(
    (own) =>
      own.to - own.from > longestGapMs ||
      own.gaps.some(({ before, after }) => isOutsideAt(before) || isOutsideAt(after)) ||
      offScale.some(({ at }) => at >= own.from && at <= own.to),
  );
  let place = 0;
  return new Set(
    gaps.filter(({ from, to }) => {
      while (uncertain[place] !== undefined && uncertain[place]!.to <= from) place++;
      const stretch = uncertain[place];
      return stretch !== undefined && stretch.from <= from && to <= stretch.to;
    }),
  );
}

function unmonitoredStretches(gaps: readonly Gap[]): { from: number; to: number; gaps: Gap[] }[] {
  const stretches: { from: number; to: number; gaps: Gap[] }[] = [];
  for (const gap of gaps) {
    const last = stretches.at(-1);
    if (last?.to === gap.from) {
      last.gaps.push(gap);
      last.to = gap.to;
    } else stretches.push({ from: gap.from, to: gap.to, gaps: [gap] });
  }
  return stretches;
}
