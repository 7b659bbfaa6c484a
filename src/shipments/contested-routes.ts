import { type SensorRecord, evaluatedOf, excludesInWords, excursionsUnder } from './excluded-excursions.ts';
import { boundariesOf, positionsWithGoods } from './inferred-journey.ts';
import type { Milestone } from './milestones.ts';
import type { RecordedRoute } from './plans.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { moment } from '../model/wording.ts';

type Replaced = RecordedRoute & { readonly replacedBy: NonNullable<RecordedRoute['replacedBy']> };

/**
 * Says what contradicts each changed route: an excursion that the route before the change would have counted, or a
 * geofence that was taken out of the plan while the goods were under way, so that nothing can confirm a declaration.
 * `leftAt` is the earliest departure that anything ever spoke of.
 */
export function contestedRoutes(
  routes: readonly RecordedRoute[],
  declarations: readonly { readonly milestone: Milestone }[],
  sensors: readonly SensorRecord[],
  phases: PhaseBoundaries,
  leftAt: number | null,
  asOf: number,
): string[] {
  const begunAt = leftAt ?? Math.min(...sensors.map(({ attachment: { since } }) => since), Infinity);
  return routes.flatMap((each, index) =>
    isReplaced(each)
      ? [
          ...excludedBy(each, sensors, phases, asOf),
          ...declarations
            .filter(({ milestone }) => isUnconfirmed(milestone, routes.slice(index), begunAt))
            .map(({ milestone }) => unconfirmed(milestone, each.replacedBy)),
        ]
      : [],
  );
}

/** The excursions that fired before the change, under the route before it, and that are not evaluated any more. */
function excludedBy(
  { route, until, replacedBy }: Replaced,
  sensors: readonly SensorRecord[],
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const { departedAt, arrivedAt } = phases;
  const tracks = sensors.map(({ attachment, series }) => ({
    attachment,
    positions: positionsWithGoods(series.get('location') ?? [], attachment, asOf),
  }));
  const boundaries = boundariesOf({ departedAt, arrivedAt }, [{ route, until }], tracks);
  return sensors.flatMap((sensor) => {
    const isEvaluated = evaluatedOf(sensor, phases, asOf);
    return excursionsUnder(sensor, boundaries, asOf)
      .filter((excursion) => excursion.firedAt <= until && !isEvaluated(excursion))
      .map((excursion) => excludesInWords(`${inWords(replacedBy)}.`, sensor, excursion));
  });
}

function isReplaced(each: RecordedRoute): each is Replaced {
  return each.replacedBy !== null;
}

/** The place of a route with which a milestone has to agree. */
const placeOf = { departed: 'origin', arrived: 'destination' } as const;

/**
 * Whether the geofence with which a milestone would have to agree was taken out of the plan by the change after the first
 * of these routes, once the goods were under way, and was not put back. Until a departure is known, they are under way as
 * soon as a sensor is with them.
 */
function isUnconfirmed(
  milestone: Milestone,
  [own, next, ...later]: readonly RecordedRoute[],
  begunAt: number,
): boolean {
  const place = placeOf[milestone];
  const hasFence = (each: RecordedRoute | undefined): boolean => each?.route?.[place] != null;
  return hasFence(own) && !hasFence(next) && !hasFence(later.at(-1)) && begunAt <= own!.until;
}

function unconfirmed(milestone: Milestone, change: Replaced['replacedBy']): string {
  const what = milestone === 'departed' ? 'departure' : 'arrival';
  return `${inWords(change)}, while the goods were under way; the ${placeOf[milestone]} has no geofence since. Positions cannot confirm the ${what}.`;
}

function inWords({ recordedAt, by, why }: Replaced['replacedBy']): string {
  return `On ${moment(recordedAt)} ${by} changed the plan (${why.replace(/\.$/, '')})`;
}
