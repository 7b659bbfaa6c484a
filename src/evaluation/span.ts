import type { Phase } from '../model/enumerations.ts';

/** Departure and arrival in device time; null where there is none. */
export type JourneyTimes = { readonly departedAt: number | null; readonly arrivedAt: number | null };

/** The boundaries of phases, as people declared them and, where nobody did, as positions show them. Absent: none. */
export type PhaseBoundaries = JourneyTimes & {
  /** What positions show now. It indicates where the goods seem to be, but never decides which rules are in force. */
  readonly inferred?: JourneyTimes;
  /**
   * The earliest departure and the first arrival that positions ever showed, even if later positions contradicted it.
   */
  readonly firstInferred?: JourneyTimes;
};

const noTimes: JourneyTimes = { departedAt: null, arrivedAt: null };

/** The boundaries of a journey about which nothing is known yet. */
export const noBoundaries: Required<PhaseBoundaries> = {
  ...noTimes,
  inferred: noTimes,
  firstInferred: noTimes,
};

/** The evaluated time, both ends included, in epoch milliseconds. */
export type Span = {
  readonly from: number;
  readonly to: number;
  /** The journey may continue after `to`, so a run that is still outside then has not ended. */
  readonly open: boolean;
  /** Null if no phase is known; every rule is then in force for the whole span. */
  readonly phases: PhaseBoundaries | null;
};

/** When a rule is in force: `initially`, then toggled at each of the rising `switches`. */
export type ActivePeriods = { readonly initially: boolean; readonly switches: readonly number[] };

const always: ActivePeriods = { initially: true, switches: [] };

/** Returns when a rule of these phases is in force within the span. */
export function activePeriodsOf(
  rulePhases: readonly Phase[] | null,
  span: Omit<Span, 'open'>,
): ActivePeriods {
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

/**
 * When the rules of a phase are in force. An inferred boundary starts a phase but ends none, so the rules on both sides
 * are in force until someone declares the boundary. Goods that arrived without a recorded departure were in transit the
 * whole time before.
 */
function stretchOf(phase: Phase, boundaries: PhaseBoundaries): { from: number; to: number } {
  const { departedAt, arrivedAt, firstInferred } = boundaries;
  const begun = firstArrivalOf(boundaries);
  switch (phase) {
    case 'origin':
      return { from: -Infinity, to: departedAt ?? arrivedAt ?? Infinity };
    case 'in-transit': {
      const inferred = firstInferred?.departedAt ?? null;
      const left = departedAt ?? (inferred !== null && inferred <= (arrivedAt ?? Infinity) ? inferred : null);
      return {
        from: left ?? (begun === null ? Infinity : -Infinity),
        to: Math.max(arrivedAt ?? Infinity, left ?? -Infinity),
      };
    }
    case 'destination':
      return { from: begun ?? Infinity, to: Infinity };
  }
}

/** The departure used for rules and start delays: the declared one, otherwise the earliest ever inferred. */
export function firstDepartureOf({ departedAt, firstInferred }: PhaseBoundaries): number | null {
  return departedAt ?? firstInferred?.departedAt ?? null;
}

/** The arrival from which the destination's rules are in force: the declared one, otherwise the first inferred. */
export function firstArrivalOf({ arrivedAt, firstInferred }: PhaseBoundaries): number | null {
  return arrivedAt ?? firstInferred?.arrivedAt ?? null;
}

/** Departure and arrival as currently known: as declared, otherwise as positions show them now. */
export function journeyAsShown({ departedAt, arrivedAt, inferred }: PhaseBoundaries): JourneyTimes {
  return {
    departedAt: departedAt ?? inferred?.departedAt ?? null,
    arrivedAt: arrivedAt ?? inferred?.arrivedAt ?? null,
  };
}
