import type { Phase } from './profile.ts';

/** Ledger facts with device times; null where it has not happened yet. */
export type PhaseBoundaries = { readonly departedAt: number | null; readonly arrivedAt: number | null };

/** The time that is judged, both ends included, in epoch milliseconds. */
export type Span = {
  readonly from: number;
  readonly to: number;
  /** The journey may go on after `to`: a run that is still outside then has not ended. */
  readonly open: boolean;
  /** Null: no phase is known, and every rule holds for the whole span. */
  readonly phases: PhaseBoundaries | null;
};

/** When a rule is in force: `initially`, then switched at each of the rising `switches`. */
export type Force = { readonly initially: boolean; readonly switches: readonly number[] };

const always: Force = { initially: true, switches: [] };

/** Phases cut time: the moments inside the span at which a rule of these phases begins or ceases to count. */
export function forceOf(rulePhases: readonly Phase[] | null, span: Omit<Span, 'open'>): Force {
  if (rulePhases === null || span.phases === null) return always;
  const counted = rulePhases.map((phase) => stretchOf(phase, span.phases!)).sort((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const stretch of counted) {
    const last = merged.at(-1);
    if (last !== undefined && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else if (stretch.to > stretch.from) merged.push({ ...stretch });
  }
  return {
    initially: merged.some(({ from, to }) => from <= span.from && to > span.from),
    switches: merged.flatMap(({ from, to }) => [from, to]).filter((at) => at > span.from && at <= span.to),
  };
}

/** From when to when a phase lasts. Who arrived without a departure on record was in transit all the time before. */
function stretchOf(phase: Phase, { departedAt, arrivedAt }: PhaseBoundaries): { from: number; to: number } {
  switch (phase) {
    case 'origin':
      return { from: -Infinity, to: departedAt ?? arrivedAt ?? Infinity };
    case 'in-transit':
      return {
        from: departedAt ?? (arrivedAt === null ? Infinity : -Infinity),
        to: Math.max(arrivedAt ?? Infinity, departedAt ?? -Infinity),
      };
    case 'destination':
      return { from: arrivedAt ?? Infinity, to: Infinity };
  }
}
