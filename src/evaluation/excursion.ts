import { type Episode, LimitTracker } from './limit-tracker.ts';
import type { LimitRule } from '../model/profile.ts';
import type { EndedBy } from '../model/verdict.ts';
import { type Span, activePeriodsOf } from './span.ts';
import { isValidAfter, knownAt } from './off-scale.ts';
import type { Moment } from './timeline.ts';

/** A run that made its rule fire or, for a cumulative rule that fired, all its runs together. */
export type Excursion = {
  readonly rule: string;
  /** The first reading outside the limit, or the phase boundary. */
  readonly from: number;
  /** When the last reading outside stops being valid; null while the newest reading is outside and the span is open. */
  readonly to: number | null;
  readonly endedBy: EndedBy | null;
  readonly firedAt: number;
  readonly observedMs: number;
  /** The value farthest outside, in the channel's unit; null if every value outside was off the sensor's scale. */
  readonly peak: number | null;
};

/**
 * Follows a rule along a timeline and collects the runs outside its limit, whether or not the rule fired. The runs of a
 * cumulative rule count as one.
 */
export class Episodes {
  readonly #ended: Episode[] = [];
  readonly #fold: LimitTracker;
  readonly #rule: LimitRule;
  readonly #span: Span;

  constructor(rule: LimitRule, span: Span) {
    const takeAtEnd = rule.allowance.mode === 'cumulative';
    this.#rule = rule;
    this.#span = span;
    this.#fold = new LimitTracker(rule, activePeriodsOf(rule.phases, span), {
      ended: takeAtEnd ? undefined : (episode) => this.#ended.push(episode),
    });
  }

  /** `known` is what the rule knows at this moment. */
  see(moment: Moment, known: ReturnType<typeof knownAt>): void {
    const { at, until, next } = moment;
    if (known === 'off-scale') this.#fold.assume(at);
    else if (known !== null) this.#fold.see(at, known);
    if (known === null || !isValidAfter(this.#rule, moment)) this.#fold.lose(at);
    else if (next === null) this.#fold.lose(until);
  }

  /** Up to this time, values inside the limit change nothing. */
  get idleUntil(): number {
    return this.#fold.isIdle ? Infinity : -Infinity;
  }

  /** Call this after the last moment. */
  end(): readonly Episode[] {
    this.#fold.finish(this.#span.to, this.#span.open);
    const last = this.#fold.episode;
    return last === null ? this.#ended : [...this.#ended, last];
  }
}

/** Returns those episodes of a rule that are excursions. */
export function excursionsAmong(rule: LimitRule, episodes: readonly Episode[]): Excursion[] {
  return episodes.flatMap(({ from, until, endedBy, firedAt, observedMs, peak, running }) =>
    firedAt === null
      ? []
      : [{ rule: rule.id, from, to: running ? null : until, endedBy, firedAt, observedMs, peak }],
  );
}
