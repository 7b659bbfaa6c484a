import type { Phase } from '../model/profile.ts';

/** A departure and an arrival in device time; null where there is none. */
export type JourneyTimes = { readonly departedAt: number | null; readonly arrivedAt: number | null };

/** The boundaries of phases: as people declared them, and what positions show where nobody has. Absent: none. */
export type PhaseBoundaries = JourneyTimes & {
  /** What positions show now. It says where the goods seem to be, and never which rules count. */
  readonly inferred?: JourneyTimes;
  /** The earliest departure and the first arrival that positions ever showed, also where that was undone. */
  readonly firstInferred?: JourneyTimes;
};

const noTimes: JourneyTimes = { departedAt: null, arrivedAt: null };

/** Of a journey of which nothing is known yet. */
export const noBoundaries: Required<PhaseBoundaries> = {
  ...noTimes,
  inferred: noTimes,
  firstInferred: noTimes,
};

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
export type ActivePeriods = { readonly initially: boolean; readonly switches: readonly number[] };

const always: ActivePeriods = { initially: true, switches: [] };

/** Phases cut time: the moments inside the span at which a rule of these phases begins or ceases to count. */
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
 * From when to when the rules of a phase are in force. A boundary that is only inferred begins a phase and ends none, so
 * that the rules of both sides are in force until somebody declares it. Who arrived without a departure on record was in
 * transit all the time before.
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

/** The departure that rules and start delays go by: the declared one, else the earliest that was ever inferred. */
export function firstDepartureOf({ departedAt, firstInferred }: PhaseBoundaries): number | null {
  return departedAt ?? firstInferred?.departedAt ?? null;
}

/** The arrival from which on the destination's rules are in force: the declared one, else the first inferred. */
export function firstArrivalOf({ arrivedAt, firstInferred }: PhaseBoundaries): number | null {
  return arrivedAt ?? firstInferred?.arrivedAt ?? null;
}

/** When the goods departed and arrived as far as anybody knows now: as declared, else as positions show it now. */
export function journeyAsShown({ departedAt, arrivedAt, inferred }: PhaseBoundaries): JourneyTimes {
  return {
    departedAt: departedAt ?? inferred?.departedAt ?? null,
    arrivedAt: arrivedAt ?? inferred?.arrivedAt ?? null,
  };
}
