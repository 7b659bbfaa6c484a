import { type Borne, alternativesOf, merged } from './alternatives.ts';
import { type JoinedLegs, joinLegs } from './joined-legs.ts';
import type { LegAccount } from './leg-account.ts';
import type { Measure, Part } from './measure.ts';

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
 * is this journey. `mostHere` is the most that any combination has used on this journey, whatever it used before.
 * `tooMany` names shipments whose alternatives could not all be told apart.
 */
export function mostUsed<Name extends string>(
  legs: readonly LegAccount[],
  measure: Measure<Name>,
): Amounts & { readonly mostHere: number; readonly tooMany: readonly string[] } {
  const groups = joinLegs(legs);
  const tooMany: string[] = [];
  const hereOf = (all: readonly (readonly Borne<Name>[])[]): number =>
    Math.max(...all.map((track) => amountsOf(track, measure).here));
  let mostHere = 0;
  let tracks: (readonly Borne<Name>[])[] = [[]];
  for (const group of groups) {
    const { all, tooMany: isMerged } = alternativesOf(group, measure);
    const isAlone = measure.addsUp && groups.every((other) => other === group || !overlap(group, other));
    const candidates = isAlone ? [longest(all, (each) => totalOf(amountsOf([each], measure)))] : all;
    if (isAlone) mostHere = Math.max(mostHere, hereOf(all.map((each) => [each])));
    const isTooMany = tracks.length * candidates.length > mostCombinations;
    if (isMerged || isTooMany) tooMany.push(...group.shipments);
    const kept = isTooMany ? [merged(candidates)] : candidates;
    tracks = tracks.flatMap((track) => kept.map((each) => [...track, each]));
  }
  return {
    ...longest(
      tracks.map((track) => amountsOf(track, measure)),
      totalOf,
    ),
    mostHere: Math.max(mostHere, hereOf(tracks)),
    tooMany,
  };
}

function amountsOf<Name extends string>(track: readonly Borne<Name>[], measure: Measure<Name>): Amounts {
  const part = (side: keyof Borne<Name>, isObserved: boolean): Part<Name>[] =>
    track.map((each) => ({ times: each[side], isObserved }));
  const worst = part('before', false);
  const before = measure.amountOf(worst);
  // A later reading may show that a gap hid no cycle; what counted as used stays used.
  const beyond = (here: Part<Name>[]): number => Math.max(0, measure.amountOf([...worst, ...here]) - before);
  return {
    before,
    beforeObserved: measure.amountOf(part('before', true)),
    here: beyond(part('here', false)),
    hereObserved: beyond(part('here', true)),
  };
}

function totalOf({ before, here }: Amounts): number {
  return before + here;
}

function overlap(one: JoinedLegs, other: JoinedLegs): boolean {
  const [a, b] = [endsOf(one), endsOf(other)];
  return a.from < b.to && b.from < a.to;
}

/** The time of legs and of their sensors. */
function endsOf({ before, here, sensors }: JoinedLegs): { from: number; to: number } {
  const all = [...before, ...here, ...sensors.map(({ from, to }) => [from, to] as const)];
  return { from: Math.min(...all.map(([from]) => from)), to: Math.max(...all.map(([, to]) => to)) };
}

/** The first of the items with the highest amount. */
function longest<Item>(items: readonly Item[], amountOf: (item: Item) => number): Item {
  return items
    .map((item) => ({ item, amount: amountOf(item) }))
    .reduce((most, each) => (each.amount > most.amount ? each : most)).item;
}
