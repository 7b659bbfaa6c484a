import type { FreezeThawLimit, LifetimeAllowance } from '../model/profile.ts';
import { countCycles } from './count-cycles.ts';
import { lengthMs, union } from './interval.ts';
import type { LegAccount, Opening, Readmission } from './leg-account.ts';
import { type Alternatives, type Times, alternativesOf } from './leg-alternatives.ts';
import { type FreezesAndThaws, type SensorAccount, type TimeSpent, unknownTime } from './sensor-account.ts';

/** Which of a leg's times count: those that were read, with the gaps that count in a verdict, or with all gaps. */
export type Counted = 'observed' | 'uncertain' | 'worst';

/** What one leg contributes to a path. */
export type Part<Name extends string> = { readonly times: Times<Name>; readonly counted: Counted };

/** How one allowance is counted: in milliseconds or in cycles. */
export type Measure<Name extends string> = {
  readonly total: number;
  /** What an opening says was used; null: nothing of this allowance. */
  readonly openingOf: (opening: Extract<Opening, { kind: 'spent' }>) => number | null;
  /** How much was re-admitted; null: it is of another allowance. */
  readonly readmissionOf: (readmission: Readmission) => number | null;
  readonly alternativesOf: (leg: LegAccount) => Alternatives<Name>;
  /** What the legs of a path have used together. */
  readonly amountOf: (parts: readonly Part<Name>[]) => number;
  /** Whether what two legs used is not simply the sum. */
  readonly areConnected: (one: LegAccount, other: LegAccount) => boolean;
};

/** Counts the time outside the limit of an allowance: overlaps of a path once. */
export function timeMeasure({ id, totalMs }: LifetimeAllowance): Measure<keyof TimeSpent> {
  return {
    total: totalMs,
    openingOf: ({ spent }) => spent[id] ?? null,
    readmissionOf: (given) => ('ms' in given && given.allowance === id ? given.ms : null),
    alternativesOf: (leg) =>
      alternativesOf(leg, (sensor) => sensor.spent[id] ?? unknownTime(sensor), {
        observed: false,
        uncertain: true,
        worst: true,
      }),
    amountOf: (parts) => lengthMs(union(...parts.map(({ times, counted }) => times[counted]))),
    areConnected: (one, other) => {
      const [a, b] = [windowOf(one), windowOf(other)];
      return a.from < b.to && b.from < a.to;
    },
  };
}

/** Counts freeze-thaw cycles on the legs of a path laid end to end. */
export function cycleMeasure({ cycles }: FreezeThawLimit): Measure<keyof FreezesAndThaws> {
  const gapsOf = ({ times, counted }: Part<keyof FreezesAndThaws>) =>
    counted === 'observed' ? [] : counted === 'uncertain' ? times.uncertainGaps : times.gaps;
  return {
    total: cycles,
    openingOf: (opening) => opening.cycles,
    readmissionOf: (given) => ('cycles' in given ? given.cycles : null),
    alternativesOf: (leg) =>
      alternativesOf(leg, turnsOf, { frozen: false, thawed: false, gaps: true, uncertainGaps: true }),
    amountOf: (parts) =>
      countCycles({
        frozen: union(...parts.map(({ times }) => times.frozen)),
        thawed: union(...parts.map(({ times }) => times.thawed)),
        gaps: union(...parts.map(gapsOf)),
      }),
    // A freeze on one leg and the thaw on a later one are one cycle.
    areConnected: () => true,
  };
}

function turnsOf({ freezeThaw, from, to }: SensorAccount): FreezesAndThaws {
  return freezeThaw ?? { frozen: [], thawed: [], gaps: [[from, to]], uncertainGaps: [[from, to]] };
}

/** The time of a leg and of its sensors. */
function windowOf({ from, to, sensors }: LegAccount): { from: number; to: number } {
  return {
    from: Math.min(from, ...sensors.map((sensor) => sensor.from)),
    to: Math.max(to, ...sensors.map((sensor) => sensor.to)),
  };
}
