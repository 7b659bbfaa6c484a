import { LimitFold } from './limit-fold.ts';
import { isOutside, judgedValue } from './limit.ts';
import type { LimitRule } from './profile.ts';
import type { Sample } from './samples.ts';
import { type Span, forceOf } from './span.ts';
import type { Gap, Hold } from './timeline.ts';

/**
 * Follows a rule through a record as if the chosen gaps had been outside its limit: the longest unbroken stretch of a
 * consecutive rule, the sum of a cumulative one, in milliseconds.
 */
export class WorstCase {
  readonly #fold: LimitFold;
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
    this.#fold = new LimitFold(rule, forceOf(rule.phases, span), {
      ended: ({ observedMs }) => (this.#longestMs = Math.max(this.#longestMs, observedMs)),
    });
  }

  /** `value` is the one that the rule judges. */
  see({ sample: { at } }: Hold, value: number): void {
    this.#passGapsBefore(at);
    this.#fold.see(at, value);
  }

  /** After the last hold. */
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

/** The gaps that the verdict counts: longer than allowed, or with a reading outside the limit at either end. */
export function isDoubtful(rule: LimitRule, longestGapMs: number): (gap: Gap) => boolean {
  const outside = (sample: Sample | null): boolean =>
    sample !== null && isOutside(rule.limit, judgedValue(rule.limit, sample.values));
  return (gap) => gap.to - gap.from > longestGapMs || outside(gap.before) || outside(gap.after);
}
