import { type JourneyRule } from '../profile.ts';
import { type Point, contains, metersBetween, placesOf } from '../route.ts';
import type { Terms } from '../terms.ts';
import { duration, moment } from '../wording.ts';
import type { Detector } from './detector.ts';
import type { Finding } from './finding.ts';

/** So many positions in a row, or so long a time, make a departure or an arrival. */
const confirmingPositions = 3;
const confirmingMs = 10 * 60_000;
/** So many positions that agree with each other outweigh one that they contradict. */
const contradictingPositions = 5;
/** No aircraft in service is faster over ground: what would have to be is a wrong position. */
const fastestMetersPerSecond = 350;

type Seen = { readonly at: number } & Point;
/** Positions in a row on the other side of a fence. */
type Run = { readonly from: number; readonly count: number };
/** Staying near a point that is no known place. */
type Stay = { readonly from: number; readonly until: number; readonly different: number } & Point;

export type JourneyState = {
  /** The last position that can be, and when it was seen first: a receiver may repeat it for long. */
  readonly last: Seen;
  readonly leaving: Run | null;
  readonly departedAt: number | null;
  readonly arriving: Run | null;
  readonly arrivedAt: number | null;
  readonly stay: Stay | null;
  /** Positions in a row that cannot be if `last` is right, but can be among themselves. */
  readonly doubt: { readonly count: number; readonly last: Seen } | null;
};

type StandingRule = Extract<JourneyRule, { kind: 'standing' }>;

/** Positions against the places of the route: departure, arrival, standing where nothing is. */
export const journey: Detector<JourneyState> = {
  channels: ['location'],
  see(state, _channel, { at, values }, terms, end) {
    const { route } = terms;
    if (route === null) return undefined;
    const seen = { at, latitude: values[0]!, longitude: values[1]! };
    if (state !== undefined && isJump(state.last, seen)) {
      const agree = state.doubt !== null && !isJump(state.doubt.last, seen);
      const count = agree ? state.doubt.count + 1 : 1;
      // So many agree that it was the last one that was wrong: nothing is built on it.
      return count < contradictingPositions
        ? { ...state, doubt: { count, last: seen } }
        : { ...state, last: seen, leaving: null, arriving: null, stay: null, doubt: null };
    }
    const isRepeat =
      state !== undefined && state.last.latitude === seen.latitude && state.last.longitude === seen.longitude;
    const { origin, destination } = route;

    // Who leaves moves: a receiver that repeats its last position, right or wrong, has seen nothing.
    const isOutside = origin !== null && !contains(origin.area, seen);
    const leaving = isOutside ? runOn(state?.leaving, at, !isRepeat) : null;
    const departedAt = state?.departedAt ?? (isConfirmed(leaving, at) ? leaving!.from : null);
    const hasDeparted = origin === null || departedAt !== null || terms.phases?.departedAt != null;

    // Who has arrived stands still, often under a roof: repeats count.
    const isThere = destination !== null && hasDeparted && contains(destination.area, seen);
    const arriving = isThere ? runOn(state?.arriving, at, true) : null;
    const arrivedAt = state?.arrivedAt ?? (isConfirmed(arriving, at) ? arriving!.from : null);

    const rule = standingRuleOf(terms);
    const isAnywhere = rule === null || placesOf(route).some(({ area }) => contains(area, seen));
    const stay = isAnywhere ? null : stayOn(state?.stay, seen, rule.withinMeters, isRepeat);
    if (rule !== null && state?.stay && stay?.from !== state.stay.from && isTooLong(state.stay, rule))
      end(found(state.stay, rule, at));
    return {
      last: isRepeat ? state.last : seen,
      leaving,
      departedAt,
      arriving,
      arrivedAt,
      stay,
      doubt: null,
    };
  },
  standing({ stay }, terms) {
    const rule = standingRuleOf(terms);
    return rule !== null && stay !== null && isTooLong(stay, rule) ? [found(stay, rule, null)] : [];
  },
};

function isJump(last: Seen, seen: Seen): boolean {
  return metersBetween(last, seen) > (fastestMetersPerSecond * (seen.at - last.at)) / 1000;
}

function runOn(run: Run | null | undefined, at: number, counts: boolean): Run {
  return run == null ? { from: at, count: 1 } : { from: run.from, count: run.count + (counts ? 1 : 0) };
}

function isConfirmed(run: Run | null, at: number): boolean {
  return (
    run !== null && (run.count >= confirmingPositions || (run.count > 1 && at - run.from >= confirmingMs))
  );
}

function stayOn(stay: Stay | null | undefined, seen: Seen, withinMeters: number, isRepeat: boolean): Stay {
  return stay == null || metersBetween(stay, seen) > withinMeters
    ? { from: seen.at, until: seen.at, different: 1, latitude: seen.latitude, longitude: seen.longitude }
    : { ...stay, until: seen.at, different: stay.different + (isRepeat ? 0 : 1) };
}

/** A receiver that is stuck at one position tells nothing of the truck. */
function isTooLong({ from, until, different }: Stay, { longerThanMs }: StandingRule): boolean {
  return until - from > longerThanMs && different >= confirmingPositions;
}

function standingRuleOf({ profile, phases }: Terms): StandingRule | null {
  if (phases?.arrivedAt != null) return null;
  return profile.journeyRules.find((rule) => rule.kind === 'standing') ?? null;
}

function found(stay: Stay, rule: StandingRule, to: number | null): Finding {
  const where = `${stay.latitude.toFixed(5)}, ${stay.longitude.toFixed(5)}`;
  return {
    kind: 'standing',
    subject: rule.id,
    severity: rule.severity,
    from: stay.from,
    to,
    sentence: `Stood for ${duration(stay.until - stay.from)} from ${moment(stay.from)} on at ${where}, which is no known place; allowed ${duration(rule.longerThanMs)}.`,
  };
}
