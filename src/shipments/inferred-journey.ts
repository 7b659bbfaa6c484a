import type { Attachment } from './ledger.ts';
import { earliest } from './milestones.ts';
import type { Route } from '../evaluation/route.ts';
import type { Samples } from '../evaluation/samples.ts';
import { within } from '../evaluation/series.ts';
import { type Inferences, inferJourney } from '../evaluation/diagnostics/journey.ts';
import { type JourneyTimes, type PhaseBoundaries, noBoundaries } from '../evaluation/span.ts';

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

/**
 * The boundaries of a journey, from what people declared and from the positions of all sensors of the goods. The
 * result does not depend on the order in which these arrived. An arrival can be inferred once any sensor has seen a
 * departure.
 */
export function boundariesOf(
  declared: JourneyTimes,
  route: Route | null,
  tracks: readonly Tracked[],
): Required<PhaseBoundaries> {
  if (route === null) return { ...noBoundaries, ...declared };
  const infer = (phases: PhaseBoundaries): Inferences[] =>
    tracks.map(({ positions }) => inferJourney(positions, route, phases));
  const left = infer(declared);
  const departedAt = earliest(left.map(({ departure }) => departure.first));
  // A sensor attached on the way can still show the arrival, because another sensor saw the departure.
  const arrived = infer({ ...declared, firstInferred: { departedAt, arrivedAt: null } });
  return {
    departedAt: declared.departedAt,
    arrivedAt: declared.arrivedAt,
    inferred: {
      departedAt: earliest(left.map(({ departure }) => departure.at)),
      arrivedAt: earliest(arrived.map(({ arrival }) => arrival.at)),
    },
    firstInferred: { departedAt, arrivedAt: earliest(arrived.map(({ arrival }) => arrival.first)) },
  };
}
