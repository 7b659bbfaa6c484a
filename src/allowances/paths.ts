import { type LegAccount, type PredecessorLink, lotNumberOf } from './leg-account.ts';

/** One way that units took, from the earliest known leg to the one that is judged. */
export type Path = {
  readonly legs: readonly Step[];
  /** Why what was used before the first leg cannot be known from legs; null: its opening says it. */
  readonly unknown: string | null;
  /** What is missing where no opening says it, in words; empty: any earlier leg. */
  readonly missing?: readonly string[];
};

/** How sentences name a shipment. */
export type ShownAs = (shipment: string) => string;

/** Names every shipment by its number. */
export const byNumber: ShownAs = (shipment) => shipment;

/** A leg of a path, and the key that the lot has there; null: all lots. */
export type Step = { readonly leg: LegAccount; readonly lot: string | null };

/** How many paths are followed. */
const mostPaths = 1000;

/**
 * Every path of predecessor legs that ends at a leg, for one of its lots or, with null, for all of them, in an order
 * that depends on the legs only. `legs` are all that are known, in any order; `shown` is how a sentence names a shipment.
 * Links that prove nothing are followed only where `isProven` is false.
 */
export function pathsTo(
  last: LegAccount,
  legs: readonly LegAccount[],
  lot: string | null,
  shown: ShownAs = byNumber,
  isProven = true,
): readonly Path[] {
  const known = new Map(legs.map((leg) => [nameOf(leg), leg]));
  const paths: Path[] = [];
  const follow = (step: Step, later: readonly Step[]): void => {
    if (paths.length > mostPaths) return;
    const way = [step, ...later];
    const { links, missing } = linksOf(step, known, shown, isProven);
    if (missing !== null) paths.push({ legs: way, unknown: null, missing });
    for (const link of links) {
      const earlier = known.get(nameOf(link));
      if (earlier === undefined)
        paths.push({ legs: way, unknown: `the record of ${shown(link.shipment)} is not available` });
      else if (way.some(({ leg }) => nameOf(leg) === nameOf(earlier)))
        paths.push({ legs: way, unknown: `${shown(earlier.shipment)} is named as its own predecessor` });
      else {
        // Its time would count as a gap, were it known when it began.
        if (earlier.sensors.length === 0 && earlier.from >= earlier.to)
          paths.push({ legs: way, unknown: `nothing is known of the time with ${shown(earlier.shipment)}` });
        follow({ leg: earlier, lot: lotThere(step, earlier) }, way);
      }
    }
  };
  follow({ leg: last, lot }, []);
  return paths.length > mostPaths
    ? [{ legs: [{ leg: last, lot }], unknown: `more than ${mostPaths} paths of earlier shipments lead here` }]
    : paths;
}

/**
 * The predecessors of a lot, each once. `missing` says, in words, for which units there is none; null: for none. Codes
 * that no longer hold are no link where `isProven`, and serial numbers are links of their own units only.
 */
function linksOf(
  { leg, lot }: Step,
  known: ReadonlyMap<string, LegAccount>,
  shown: ShownAs,
  isProven: boolean,
): { readonly links: readonly PredecessorLink[]; readonly missing: readonly string[] | null } {
  const links = new Map<string, PredecessorLink>();
  const missing = new Set<string>();
  const lots = new Set<string>();
  let isWhole = false;
  for (const link of leg.predecessors.filter((each) => isOfLot(each, lot))) {
    const notProven = known
      .get(nameOf(link))
      ?.notProven?.find((each) => nameOf(each) === nameOf(leg) && each.by === link.by);
    const holds = notProven?.proves !== 'nothing';
    if (!holds) missing.add(`${shown(link.shipment)} ${notProven.why}`);
    if (holds || !isProven) links.set(nameOf(link), link);
    if (notProven?.proves === 'some units')
      missing.add(`nothing is known of ${notProven.why} of ${shown(leg.shipment)}`);
    if (notProven === undefined) {
      isWhole ||= link.lots === null || lot !== null;
      for (const each of link.lots ?? []) lots.add(each);
    }
  }
  isWhole ||= leg.lots.length > 0 && leg.lots.every((each) => lots.has(each));
  return {
    links: [...links].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => link),
    missing: isWhole ? null : [...missing],
  };
}

/** Whether something that names lots is about a lot. What names none is about all; all lots are about each. */
export function isOfLot({ lots }: { readonly lots: readonly string[] | null }, lot: string | null): boolean {
  return lots === null || lot === null || lots.includes(lot);
}

/** The key of the same lot number on an earlier leg; null if that leg names no such lot, so that any may be it. */
function lotThere({ leg, lot }: Step, earlier: LegAccount): string | null {
  if (lot === null) return null;
  const number = lotNumberOf(lot, leg.product);
  return earlier.lots.find((key) => lotNumberOf(key, earlier.product) === number) ?? null;
}

function nameOf({ shipment, product }: Pick<LegAccount, 'shipment' | 'product'>): string {
  return JSON.stringify([shipment, product]);
}
