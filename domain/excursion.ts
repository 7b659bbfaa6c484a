import { type EndedBy, type Episode, LimitFold } from './limit-fold.ts';
import { judgedValue } from './limit.ts';
import type { LimitRule } from './profile.ts';
import { type Span, forceOf } from './span.ts';
import type { Timeline } from './timeline.ts';

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

/** All time outside a rule's limit: the runs (of a cumulative rule one episode of all its runs), fired or not. */
export function episodesOf(rule: LimitRule, timeline: Timeline, span: Span): readonly Episode[] {
  const episodes: Episode[] = [];
  const keepAtEnd = rule.allowance.mode === 'cumulative';
  const fold = new LimitFold(rule, forceOf(rule.phases, span), {
    ended: keepAtEnd ? undefined : (episode) => episodes.push(episode),
  });
  for (const { sample, until, next } of timeline.holds) {
    fold.see(sample.at, judgedValue(rule.limit, sample.values));
    if (next === null) fold.lose(until);
  }
  fold.finish(span.to, span.open);
  if (fold.episode !== null) episodes.push(fold.episode);
  return episodes;
}

/** The excursions among a rule's episodes. */
export function excursionsAmong(rule: LimitRule, episodes: readonly Episode[]): Excursion[] {
  return episodes.flatMap(({ from, until, endedBy, firedAt, observedMs, peak, running }) =>
    firedAt === null || peak === null
      ? []
      : [{ rule: rule.id, from, to: running ? null : until, endedBy, firedAt, observedMs, peak }],
  );
}
