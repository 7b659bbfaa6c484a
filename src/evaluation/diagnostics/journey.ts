import { type JourneyRule } from '../../model/profile.ts';
import { type Route, contains, isNullIsland, metersBetween, placesOf, sideOf } from '../route.ts';
import type { Sample, Samples } from '../samples.ts';
import type { JourneyTimes, PhaseBoundaries } from '../span.ts';
import type { EvaluationContext } from '../evaluation-context.ts';
import { duration, moment } from '../../model/wording.ts';
import type { Detector } from './detector.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type Inference, confirmingFixes, followInference, nothingInferred } from './inference.ts';
import { type Fix, type FixState, isSamePlace, nextFix } from './plausible-fix.ts';

/** A stay near a point that is not a known place. */
type Stay = { readonly from: number; readonly until: number; readonly different: number } & Pick<
  Fix,
  'latitude' | 'longitude'
>;

/** Departure and arrival as the positions of one device show them. */
export type Inferences = { readonly departure: Inference; readonly arrival: Inference };

export type JourneyState = FixState & Inferences & { readonly stay: Stay | null };

/** What a state stored by an earlier release may contain instead of inferences. */
type EarlierState = {
  readonly departure?: Inference;
  readonly arrival?: Inference;
  readonly departedAt?: number | null;
  readonly arrivedAt?: number | null;
};

type StationaryRule = Extract<JourneyRule, { kind: 'standing' }>;

/** Compares positions with the places of the route and detects departure, arrival and stops at unknown places. */
export const journey: Detector<JourneyState> = {
  channels: ['location'],
  see(state, _channel, sample, context, end) {
    const { route } = context;
    const fix = fixOf(sample);
    if (route === null) return undefined;
    if (fix === null) return state;
    const { is, state: seen } = nextFix(state, fix);
    const known = inferencesOf(state);
    const stay = state?.stay ?? null;
    if (is === 'impossible') return { ...known, stay, ...seen };
    if (is === 'restart') return { ...withoutRuns(known), stay: null, ...seen };
    const isRepeat = state !== undefined && isSamePlace(state.last, fix);
    const rule = stationaryRuleOf(context);
    const isAnywhere = rule === null || placesOf(route).some(({ area }) => contains(area, fix));
    const stays = isAnywhere ? null : stayOn(stay, fix, rule.withinMeters, isRepeat);
    if (rule !== null && stay !== null && stays?.from !== stay.from && isTooLong(stay, rule))
      end(diagnosticOf(stay, rule, fix.at));
    return { ...followFix(known, fix, route, context.phases), stay: stays, ...seen };
  },
  openNow({ stay }, context) {
    const rule = stationaryRuleOf(context);
    return rule !== null && stay !== null && isTooLong(stay, rule) ? [diagnosticOf(stay, rule, null)] : [];
  },
};

/** Returns the position of a sample; null if the receiver had no fix. */
function fixOf({ at, values: [latitude, longitude, accuracy] }: Sample): Fix | null {
  const fix = {
    at,
    latitude: latitude!,
    longitude: longitude!,
    ...(accuracy !== undefined && { accuracy }),
  };
  return isNullIsland(fix) ? null : fix;
}

/** Returns the physically possible positions of a record in device time. */
export function plausibleFixes(samples: Samples): Fix[] {
  const fixes: Fix[] = [];
  let state: FixState | undefined;
  for (const sample of samples) {
    const fix = fixOf(sample);
    if (fix === null) continue;
    const next = nextFix(state, fix);
    ({ state } = next);
    if (next.is === 'plausible') fixes.push(fix);
  }
  return fixes;
}

/**
 * Infers departure and arrival on a route from a record's positions. `phases` is what is otherwise known about the
 * departure, because an arrival must follow it.
 */
export function inferJourney(samples: Samples, route: Route, phases: PhaseBoundaries): Inferences {
  let known: Inferences = noInferences;
  let state: FixState | undefined;
  for (const sample of samples) {
    const fix = fixOf(sample);
    if (fix === null) continue;
    const next = nextFix(state, fix);
    ({ state } = next);
    if (next.is === 'plausible') known = followFix(known, fix, route, phases);
    else if (next.is === 'restart') known = withoutRuns(known);
  }
  return known;
}

/** Returns departure and arrival as a device's positions show them now. */
export function shownBy(state: Partial<JourneyState> | undefined): JourneyTimes {
  const { departure, arrival } = inferencesOf(state);
  return { departedAt: departure.at, arrivedAt: arrival.at };
}

const noInferences: Inferences = { departure: nothingInferred, arrival: nothingInferred };

function inferencesOf(state: EarlierState | undefined): Inferences {
  if (state === undefined) return noInferences;
  const { departedAt = null, arrivedAt = null } = state;
  return {
    departure: state.departure ?? { at: departedAt, first: departedAt, run: null },
    arrival: state.arrival ?? { at: arrivedAt, first: arrivedAt, run: null },
  };
}

function withoutRuns({ departure, arrival }: Inferences): Inferences {
  return { departure: { ...departure, run: null }, arrival: { ...arrival, run: null } };
}

/** A fix on both sides of a geofence is evidence neither for nor against: it does not count and interrupts no run. */
function followFix(
  known: Inferences,
  fix: Fix,
  { origin, destination }: Route,
  phases: PhaseBoundaries | null,
): Inferences {
  const atOrigin = origin === null ? 'astride' : sideOf(origin.area, fix);
  const there = destination === null ? 'astride' : sideOf(destination.area, fix);
  // On a round trip, being back at the origin is the arrival and must not undo the departure.
  const hasComeHome = atOrigin === 'inside' && there === 'inside' && known.departure.at !== null;
  const departure =
    atOrigin === 'astride' || hasComeHome
      ? known.departure
      : followInference(known.departure, fix, atOrigin === 'outside' ? 'for' : 'against', {
          mustBeSlow: false,
          mayConfirm: true,
        });
  const departures = [phases?.departedAt, phases?.firstInferred?.departedAt, departure.first].filter(
    (at) => at != null,
  );
  const mayConfirm = origin === null || departures.length > 0;
  // Until a departure is confirmed, later fixes count as if its first fix were the departure. On confirmation nothing
  // is then missing.
  const leftAt = mayConfirm ? Math.min(Infinity, ...departures) : departure.run?.from;
  const hasLeft = origin === null || (leftAt !== undefined && fix.at > leftAt);
  const { arrival } = known;
  if (there === 'astride') return { departure, arrival };
  if (there === 'inside' && !hasLeft)
    return { departure, arrival: arrival.run === null ? arrival : { ...arrival, run: null } };
  return {
    departure,
    arrival: followInference(arrival, fix, there === 'inside' ? 'for' : 'against', {
      mustBeSlow: true,
      mayConfirm,
    }),
  };
}

function stayOn(stay: Stay | null, fix: Fix, withinMeters: number, isRepeat: boolean): Stay {
  return stay === null || metersBetween(stay, fix) > withinMeters
    ? { from: fix.at, until: fix.at, different: 1, latitude: fix.latitude, longitude: fix.longitude }
    : { ...stay, until: fix.at, different: stay.different + (isRepeat ? 0 : 1) };
}

/** A receiver that repeats one position says nothing about the vehicle, so different positions are required. */
function isTooLong({ from, until, different }: Stay, { longerThanMs }: StationaryRule): boolean {
  return until - from > longerThanMs && different >= confirmingFixes;
}

function stationaryRuleOf({ profile, phases }: EvaluationContext): StationaryRule | null {
  if (phases?.arrivedAt != null) return null;
  return profile.journeyRules.find((rule) => rule.kind === 'standing') ?? null;
}

function diagnosticOf(stay: Stay, rule: StationaryRule, to: number | null): Diagnostic {
  const where = `${stay.latitude.toFixed(5)}, ${stay.longitude.toFixed(5)}`;
  return {
    kind: 'standing',
    subject: rule.id,
    severity: rule.severity,
    from: stay.from,
    to,
    sentence: `Stationary for ${duration(stay.until - stay.from)} from ${moment(stay.from)} at ${where}, an unknown place (allowed: ${duration(rule.longerThanMs)}).`,
  };
}
