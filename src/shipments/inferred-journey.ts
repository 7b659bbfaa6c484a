import type { Attachment } from './ledger.ts';
import { earliest } from './milestones.ts';
import type { Route } from '../evaluation/route.ts';
import type { Samples } from '../evaluation/samples.ts';
import { within } from '../evaluation/series.ts';
import { type Inferences, inferJourney } from '../evaluation/diagnostics/journey.ts';
import { type JourneyTimes, type PhaseBoundaries } from '../evaluation/span.ts';

/** A sensor's positions during its time with the goods. */
type Tracked = { readonly attachment: Attachment; readonly positions: Samples };

/** The positions that a sensor read, up to a moment, while it was with the goods and was evaluated. */
export function positionsWithGoods(
  positions: Samples,
  { since, detachedAt, declaredAt }: Attachment,
  asOf: number,
): Samples {
  return within(positions, { from: since, to: Math.min(asOf, detachedAt ?? asOf, declaredAt ?? asOf) });
}

/** A route, and up to when (epoch milliseconds) positions are compared with it. The last of several is in force. */
type ComparedRoute = { readonly route: Route | null; readonly until: number };

/**
 * The boundaries of a journey, from what people declared and from the positions of all sensors of the goods. The
 * result does not depend on the order in which these arrived. An arrival can be inferred once any sensor has seen a
 * departure. What positions show now is compared with the route in force; the first departure and arrival that they ever
 * showed also with the routes before it, each until it was replaced, so that a changed route ends no rule.
 */
export function boundariesOf(
  declared: JourneyTimes,
  routes: readonly ComparedRoute[],
  tracks: readonly Tracked[],
): Required<PhaseBoundaries> {
  const infer = (phases: PhaseBoundaries): Inferences[][] =>
    routes.map(({ route, until }) =>
      route === null
        ? []
        : tracks.map(({ positions }) =>
            inferJourney(within(positions, { from: -Infinity, to: until }), route, phases),
          ),
    );
  const left = infer(declared);
  const departedAt = earliest(left.flat().map(({ departure }) => departure.first));
  // A sensor attached on the way can still show the arrival, because another sensor saw the departure.
  const arrived = infer({ ...declared, firstInferred: { departedAt, arrivedAt: null } });
  return {
    departedAt: declared.departedAt,
    arrivedAt: declared.arrivedAt,
    inferred: {
      departedAt: earliest((left.at(-1) ?? []).map(({ departure }) => departure.at)),
      arrivedAt: earliest((arrived.at(-1) ?? []).map(({ arrival }) => arrival.at)),
    },
    firstInferred: { departedAt, arrivedAt: earliest(arrived.flat().map(({ arrival }) => arrival.first)) },
  };
}
