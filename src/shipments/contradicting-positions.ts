import { inferJourney, plausibleFixes } from '../evaluation/diagnostics/journey.ts';
import type { Route } from '../evaluation/route.ts';
import type { Samples } from '../evaluation/samples.ts';
import { within } from '../evaluation/series.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { moment } from '../model/wording.ts';
import type { SensorRecord } from './excluded-excursions.ts';
import { positionsWithGoods } from './inferred-journey.ts';
import type { Milestone } from './milestones.ts';
import type { RecordedRoute } from './plans.ts';
import { outsideAfter, stillAtOrigin } from './positions-against-declaration.ts';

/** A declared milestone: its device time, and up to when (server time) readings were evaluated without it. */
type Declared = { readonly milestone: Milestone; readonly at: number; readonly evaluatedUntil: number };

/**
 * Says how the positions of a sensor contradict a declared milestone. The route in force is compared with it, and every
 * route that was replaced only after the declared time: moving a geofence afterwards makes no declaration true.
 */
export function contradictingPositions(
  declared: Declared,
  { attachment, series }: SensorRecord,
  routes: readonly RecordedRoute[],
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const positions = positionsWithGoods(series.get('location') ?? [], attachment, asOf);
  const place = declared.milestone === 'departed' ? 'origin' : 'destination';
  const inForce = JSON.stringify(routes.at(-1)?.route?.[place] ?? null);
  return routes.flatMap(({ route, replacedBy, until }) => {
    if (route === null || positions.length === 0) return [];
    const isReplaced = replacedBy !== null;
    if (isReplaced && (until <= declared.at || JSON.stringify(route[place]) === inForce)) return [];
    const what = contradictionOf(declared, within(positions, { from: -Infinity, to: until }), route, phases);
    if (what === null) return [];
    return isReplaced
      ? [`${what}, by the ${place} that the plan had until ${replacedBy.by} changed it ${moment(until)}`]
      : [what];
  });
}

function contradictionOf(
  declared: Declared,
  positions: Samples,
  { origin, destination, ...route }: Route,
  phases: PhaseBoundaries,
): string | null {
  const { milestone, at } = declared;
  if (milestone === 'arrived')
    return destination === null ? null : outsideAfter(plausibleFixes(positions), destination, declared);
  const before = within(positions, { from: -Infinity, to: at - 1 });
  const { departure } = inferJourney(before, { ...route, origin, destination }, phases);
  if (departure.at !== null) return `it had left ${origin!.name} at ${moment(departure.at)}`;
  return origin === null ? null : stillAtOrigin(plausibleFixes(positions), origin, destination, declared);
}
