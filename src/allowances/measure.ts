import type { FreezeThawLimit, LifetimeAllowance } from '../model/profile.ts';
import type { Reader, Times } from './alternatives.ts';
import { countCycles } from './count-cycles.ts';
import { intersection, lengthMs, union } from './interval.ts';
import type { Opening, Readmission } from './leg-account.ts';
import { unknownTime } from './sensor-account.ts';

/** What one leg contributes to a path; `isObserved`: its gaps do not count. */
export type Part<Name extends string> = { readonly times: Times<Name>; readonly isObserved: boolean };

/** How one allowance is counted: in milliseconds or in cycles. */
export type Measure<Name extends string> = Reader<Name> & {
  readonly total: number;
  /** What an opening says was used; null: nothing of this allowance. */
  readonly openingOf: (opening: Extract<Opening, { kind: 'spent' }>) => number | null;
  /** How much was re-admitted; null: it is of another allowance. */
  readonly readmissionOf: (readmission: Readmission) => number | null;
  /** What the legs of a path have used together. */
  readonly amountOf: (parts: readonly Part<Name>[]) => number;
  /** Whether legs that were not at one time use the sum of what each of them uses. */
  readonly addsUp: boolean;
};

/** Counts the time outside the limit of an allowance: overlaps of a path once. */
export function timeMeasure({ id, totalMs }: LifetimeAllowance): Measure<'observed' | 'counted'> {
  return {
    total: totalMs,
    openingOf: ({ spent }) => named(spent, id) ?? null,
    readmissionOf: (given) => ('ms' in given && given.allowance === id ? given.ms : null),
    timesOf: (sensor, isHere) => {
      const { observed, uncertain, worst } = named(sensor.spent, id) ?? unknownTime(sensor);
      return { observed, counted: isHere ? uncertain : worst };
    },
    hasUnknown: { observed: false, counted: true },
    amountOf: (parts) =>
      lengthMs(union(...parts.map(({ times, isObserved }) => times[isObserved ? 'observed' : 'counted']))),
    addsUp: true,
  };
}

/** Counts freeze-thaw cycles on the legs of a path laid end to end. */
export function cycleMeasure({ cycles }: FreezeThawLimit): Measure<'frozen' | 'thawed' | 'gaps'> {
  return {
    total: cycles,
    openingOf: (opening) => opening.cycles,
    readmissionOf: (given) => ('cycles' in given ? given.cycles : null),
    timesOf: ({ freezeThaw, from, to }, isHere) => {
      if (freezeThaw === null) return { frozen: [], thawed: [], gaps: [[from, to]] };
      const { frozen, thawed, gaps, uncertainGaps } = freezeThaw;
      return { frozen, thawed, gaps: isHere ? uncertainGaps : gaps };
    },
    hasUnknown: { frozen: false, thawed: false, gaps: true },
    amountOf: (parts) =>
      countCycles({
        frozen: union(...parts.map(({ times }) => times.frozen)),
        thawed: union(...parts.map(({ times }) => times.thawed)),
        gaps: union(...parts.map(({ times, isObserved }) => (isObserved ? [] : times.gaps))),
      }),
    // A freeze on one leg and the thaw on a later one are one cycle.
    addsUp: false,
  };
}

/** Counts what is used after a moment (epoch milliseconds). */
export function measureSince<Name extends string>(measure: Measure<Name>, at: number): Measure<Name> {
  const until = ({ times, isObserved }: Part<Name>): Part<Name> => {
    const names = Object.keys(times) as Name[];
    const cut = names.map((name) => [name, intersection(times[name], [[-Infinity, at]])]);
    return { times: Object.fromEntries(cut) as Times<Name>, isObserved };
  };
  return {
    ...measure,
    amountOf: (parts) => Math.max(0, measure.amountOf(parts) - measure.amountOf(parts.map(until))),
  };
}

/** What a record has under a name of its own: people may call an allowance "constructor". */
function named<Value>(record: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
