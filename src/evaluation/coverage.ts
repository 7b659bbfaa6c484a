import { roundResult } from '../model/rounding.ts';
import type { Gap, Timeline } from './timeline.ts';

/** How much of a span a channel was monitored; `ratio` is null for a span of zero length. */
export type Coverage = {
  readonly monitoredMs: number;
  readonly unmonitoredMs: number;
  readonly ratio: number | null;
  readonly gaps: readonly Gap[];
};

export function coverageOf({ from, to, gaps: all }: Timeline): Coverage {
  const gaps = joined(all);
  const unmonitoredMs = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const monitoredMs = to - from - unmonitoredMs;
  return {
    monitoredMs,
    unmonitoredMs,
    ratio: to > from ? roundResult(monitoredMs / (to - from)) : null,
    gaps,
  };
}

/** Merges gaps that touch: a reading between them that is valid for no time does not separate them. */
function joined(gaps: readonly Gap[]): Gap[] {
  const all: Gap[] = [];
  for (const gap of gaps) {
    const last = all.at(-1);
    if (last?.to === gap.from)
      all[all.length - 1] = {
        ...last,
        to: gap.to,
        after: gap.after,
        unreadableFrom: last.unreadableFrom ?? gap.unreadableFrom,
      };
    else all.push(gap);
  }
  return all;
}
