import { type EndedBy, type Episode, LimitFold } from './limit-fold.ts';
import type { LimitRule } from './profile.ts';
import { type Span, forceOf } from './span.ts';
import type { Hold } from './timeline.ts';

/** A run that made its rule fire, or, for a cumulative rule that fired, its runs together. */
export type Excursion = {
  readonly rule: string;
  /** First reading outside, or the phase boundary. */
  readonly from: number;
  /** End of the hold of the last reading outside; null while the newest is outside and the span is open. */
  readonly to: number | null;
  readonly endedBy: EndedBy | null;
  readonly firedAt: number;
  readonly observedMs: number;
  /** The judged value farthest outside, in the channel's unit. */
  readonly peak: number;
};

/** Follows a rule through the holds of a timeline: the runs outside its limit (of a cumulative rule all as one), fired or not. */
export class Episodes {
  readonly #ended: Episode[] = [];
  readonly #fold: LimitFold;
  readonly #span: Span;

  constructor(rule: LimitRule, span: Span) {
    const keepAtEnd = rule.allowance.mode === 'cumulative';
    this.#span = span;
    this.#fold = new LimitFold(rule, forceOf(rule.phases, span), {
      ended: keepAtEnd ? undefined : (episode) => this.#ended.push(episode),
    });
  }

  /** `value` is the one that the rule judges. */
  see({ sample, until, next }: Hold, value: number): void {
    this.#fold.see(sample.at, value);
    if (next === null) this.#fold.lose(until);
  }

  /** After the last hold. */
  end(): readonly Episode[] {
    this.#fold.finish(this.#span.to, this.#span.open);
    const last = this.#fold.episode;
    return last === null ? this.#ended : [...this.#ended, last];
  }
}

/** The excursions among a rule's episodes. */
export function excursionsAmong(rule: LimitRule, episodes: readonly Episode[]): Excursion[] {
  return episodes.flatMap(({ from, until, endedBy, firedAt, observedMs, peak, running }) =>
    firedAt === null || peak === null
      ? []
      : [{ rule: rule.id, from, to: running ? null : until, endedBy, firedAt, observedMs, peak }],
  );
}
