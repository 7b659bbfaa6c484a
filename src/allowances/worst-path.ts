import type { LegAccount, Readmission } from './leg-account.ts';
import { type Measure, measureSince } from './measure.ts';
import { type Path, type ShownAs, type Step, byNumber, isOfLot, pathsTo } from './paths.ts';
import { type Amounts, mostUsed } from './track.ts';

/** What one path has used of an allowance, in milliseconds or in cycles; `before` has its openings. */
export type Used = Amounts & {
  /** The shipments before this journey, earliest first. */
  readonly shipments: readonly string[];
  readonly openings: readonly {
    readonly shipment: string;
    readonly amount: number;
    readonly source: string;
  }[];
  readonly readmitted: number;
  readonly readmissions: readonly Readmission[];
  /** How much of that had not been used when it was signed, so that it allows nothing again. */
  readonly notUsedByThen: number;
  /** What is left of the total, never more than all of it; negative: more was used than is allowed. */
  readonly left: number;
  /** The time between legs, which is on no record. */
  readonly between: readonly { readonly after: string; readonly before: string; readonly ms: number }[];
};

/** What was used on the worst path. */
export type WorstPath = Used & {
  /** Why more may have been used before; empty: what was used is known. */
  readonly unknown: readonly string[];
  /** The most that any path has used, whatever was re-admitted. */
  readonly most: number;
  /** The most that any path, or any of its sensors, has used on this journey. */
  readonly mostHere: number;
};

/**
 * Finds the path with the least left that ends at a leg, for one of its lots or, with null, for all of them. `shown` is
 * how shipments are named in it.
 */
export function worstPathOf<Name extends string>(
  last: LegAccount,
  legs: readonly LegAccount[],
  lot: string | null,
  measure: Measure<Name>,
  shown: ShownAs = byNumber,
): WorstPath {
  const ways = pathsTo(last, legs, lot, shown).map((path) => alongPath(path, measure, shown));
  const worst = ways.reduce((least, each) => (isWorse(each.used, least.used) ? each : least));
  return {
    ...worst.used,
    unknown: [...new Set(ways.flatMap(({ unknown }) => unknown))].toSorted(),
    most: Math.max(...ways.map(({ used }) => used.before + used.here)),
    mostHere: Math.max(...ways.map(({ mostHere }) => mostHere)),
  };
}

function isWorse(one: Used, other: Used): boolean {
  return one.left < other.left || (one.left === other.left && one.before > other.before);
}

function alongPath<Name extends string>(
  { legs, unknown, missing = [] }: Path,
  measure: Measure<Name>,
  shown: ShownAs,
): { readonly used: Used; readonly mostHere: number; readonly unknown: readonly string[] } {
  const { tooMany, mostHere, ...amounts } = mostUsed(
    legs.map(({ leg }) => leg),
    measure,
  );
  const openings = legs.flatMap(({ leg }) => openingOf(leg, measure));
  const opened = openings.reduce((sum, { amount }) => sum + amount, 0);
  const readmissions = legs.flatMap((step) =>
    step.leg.readmissions.filter((each) => isForLot(each, step) && measure.readmissionOf(each) !== null),
  );
  const readmitted = readmissions.reduce((sum, each) => sum + measure.readmissionOf(each)!, 0);
  const before = opened + amounts.before;
  const leftOfSums = measure.total - before - amounts.here + readmitted;
  const left = Math.min(leftOfSums, measure.total, ...leftSinceEach(legs, readmissions, measure));
  const first = legs[0]!.leg;
  return {
    mostHere,
    unknown: [
      ...(unknown !== null
        ? [unknown]
        : openingOf(first, measure).length > 0
          ? []
          : missing.length > 0
            ? missing
            : [`what was used before ${shown(first.shipment)} was neither recorded nor entered`]),
      ...(tooMany.length === 0
        ? []
        : [`the sensors of ${tooMany.map(shown).join(', ')} can be combined in too many ways`]),
    ],
    used: {
      ...amounts,
      shipments: legs.slice(0, -1).map(({ leg }) => shown(leg.shipment)),
      openings: openings.map((each) => ({ ...each, shipment: shown(each.shipment) })),
      before,
      beforeObserved: opened + amounts.beforeObserved,
      readmitted,
      readmissions,
      notUsedByThen: leftOfSums - left,
      left,
      between: betweenLegs(legs, shown),
    },
  };
}

/**
 * What would be left if each re-admission in turn had made all of the total good: never more, because what is used later
 * cannot be allowed again beforehand. Openings were used before what is signed on their leg. Of what was signed at one
 * time, the earlier leg's comes first.
 */
function leftSinceEach<Name extends string>(
  legs: readonly Step[],
  readmissions: readonly Readmission[],
  measure: Measure<Name>,
): number[] {
  const inOrder = readmissions
    .map((readmission) => ({
      readmission,
      signedAt: Date.parse(readmission.at),
      index: legs.findIndex(({ leg }) => leg.readmissions.includes(readmission)),
    }))
    .toSorted((a, b) => a.signedAt - b.signedAt || a.index - b.index);
  return inOrder.map(({ signedAt }, place) => {
    const { before, here } = mostUsed(
      legs.map(({ leg }) => leg),
      measureSince(measure, signedAt),
    );
    const signedOn = Math.max(...inOrder.slice(0, place + 1).map(({ index }) => index));
    const opened = legs
      .slice(signedOn + 1)
      .flatMap(({ leg }) => openingOf(leg, measure))
      .reduce((sum, { amount }) => sum + amount, 0);
    const again = inOrder
      .slice(place + 1)
      .reduce((sum, { readmission }) => sum + measure.readmissionOf(readmission)!, 0);
    return measure.total - before - here - opened + again;
  });
}

/** Whether a re-admission is for a lot. Where any lot of the leg may be it, only what all of them may use counts. */
function isForLot(readmission: Readmission, { leg, lot }: Step): boolean {
  const { lots } = readmission;
  if (lots === null || lot !== null) return isOfLot(readmission, lot);
  return leg.lots.length > 0 && leg.lots.every((each) => lots.includes(each));
}

/** What was entered for a leg; empty if that says nothing of this allowance. */
function openingOf<Name extends string>(
  { shipment, opening }: LegAccount,
  measure: Measure<Name>,
): Used['openings'] {
  if (opening === null || opening.kind === 'unknown') return [];
  const amount = opening.kind === 'unused' ? 0 : measure.openingOf(opening);
  return amount === null ? [] : [{ shipment, amount, source: opening.source }];
}

function betweenLegs(legs: readonly Step[], shown: ShownAs): Used['between'] {
  return legs.slice(1).flatMap(({ leg }, index) => {
    const { shipment, to } = legs[index]!.leg;
    return leg.from > to ? [{ after: shown(shipment), before: shown(leg.shipment), ms: leg.from - to }] : [];
  });
}
