import { type Phase, phases as allPhases } from './profile.ts';

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
  const { departedAt, arrivedAt } = span.phases;
  const ends = [departedAt ?? arrivedAt ?? Infinity, arrivedAt ?? Infinity, Infinity];
  let inForce = false;
  let initially = false;
  let from = -Infinity;
  const switches: number[] = [];
  allPhases.forEach((phase, index) => {
    const to = Math.max(from, ends[index]!);
    const counts = rulePhases.includes(phase);
    if (to > from && to > span.from && from <= span.to) {
      if (from <= span.from) initially = counts;
      else if (counts !== inForce) switches.push(from);
      inForce = counts;
    }
    from = to;
  });
  return { initially, switches };
}
