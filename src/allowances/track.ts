import { type Times, merged } from './leg-alternatives.ts';
import type { Measure, Part } from './measure.ts';
import type { Step } from './paths.ts';

/** What one path has used, its openings left out. */
export type Amounts = {
  /** By the earlier legs in the worst case, and by readings only. */
  readonly before: number;
  readonly beforeObserved: number;
  /** On this journey in addition, with the gaps that count, and by readings only. */
  readonly here: number;
  readonly hereObserved: number;
};

/** How many combinations of the alternatives of one path are compared. */
const mostCombinations = 4096;

/**
 * Finds the most that units may have used on a path, of all combinations of the alternatives of its legs; the last leg
 * is this journey. `tooMany` has the shipment whose alternatives could not all be told apart.
 */
export function mostUsed<Name extends string>(
  legs: readonly Step[],
  measure: Measure<Name>,
): Amounts & { readonly tooMany: string | null } {
  let tooMany: string | null = null;
  let tracks: (readonly Times<Name>[])[] = [[]];
  for (const { leg } of legs) {
    const all = measure.alternativesOf(leg);
    const isConnected = legs.some((other) => other.leg !== leg && measure.areConnected(leg, other.leg));
    const counted = leg === legs.at(-1)!.leg ? 'uncertain' : 'worst';
    const told = isConnected
      ? all.times
      : [longest(all.times, (times) => measure.amountOf([{ times, counted }]))];
    const isTooMany = tracks.length * told.length > mostCombinations;
    if (all.tooMany || isTooMany) tooMany = leg.shipment;
    const kept = isTooMany ? [merged(told)] : told;
    tracks = tracks.flatMap((track) => kept.map((each) => [...track, each]));
  }
  return {
    ...longest(
      tracks.map((track) => amountsOf(track, measure)),
      ({ before, here }) => before + here,
    ),
    tooMany,
  };
}

function amountsOf<Name extends string>(track: readonly Times<Name>[], measure: Measure<Name>): Amounts {
  const earlier = track.slice(0, -1);
  const times = track.at(-1)!;
  const worst = earlier.map((each): Part<Name> => ({ times: each, counted: 'worst' }));
  const before = measure.amountOf(worst);
  // A later reading may show that a gap hid no cycle; what counted as used stays used.
  const beyond = (counted: Part<Name>['counted']): number =>
    Math.max(0, measure.amountOf([...worst, { times, counted }]) - before);
  return {
    before,
    beforeObserved: measure.amountOf(earlier.map((each) => ({ times: each, counted: 'observed' }))),
    here: beyond('uncertain'),
    hereObserved: beyond('observed'),
  };
}

/** The first of the items with the highest amount. */
function longest<Item>(items: readonly Item[], amountOf: (item: Item) => number): Item {
  return items
    .map((item) => ({ item, amount: amountOf(item) }))
    .reduce((most, each) => (each.amount > most.amount ? each : most)).item;
}
