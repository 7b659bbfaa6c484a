import { roundResult } from './rounding.ts';
import type { Gap, Timeline } from './timeline.ts';

/** How much of a span a channel was monitored; `ratio` is null for a span of zero length. */
export type Coverage = {
  readonly monitoredMs: number;
  readonly unmonitoredMs: number;
  readonly ratio: number | null;
  readonly gaps: readonly Gap[];
};

export function coverageOf({ from, to, gaps }: Timeline): Coverage {
  const unmonitoredMs = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const monitoredMs = to - from - unmonitoredMs;
  return {
    monitoredMs,
    unmonitoredMs,
    ratio: to > from ? roundResult(monitoredMs / (to - from)) : null,
    gaps,
  };
}
