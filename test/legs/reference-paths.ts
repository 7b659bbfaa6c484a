import type { Allowance, History, Leg } from './history.ts';

/** One way of the units, from its first leg, with the lot's key on each; `isUnknown`: it leads nowhere. */
export type Way = { readonly legs: readonly { leg: Leg; key: string | null }[]; readonly isUnknown: boolean };

/** Every sequence of distinct legs that ends at the last one, tried one by one. */
export function sequencesTo({ legs, lot }: History, last: Leg): Way[] {
  const orders: Leg[][] = [[last]];
  for (let index = 0; index < orders.length; index++)
    for (const leg of legs) if (!orders[index]!.includes(leg)) orders.push([leg, ...orders[index]!]);
  return orders.flatMap((order): Way[] => {
    const way: { leg: Leg; key: string | null }[] = [];
    let number = lot;
    for (const leg of order.toReversed()) {
      const key = number === null ? null : (leg.lots[number] ?? null);
      const next = way[0];
      if (next !== undefined && !linksOf(next).some((link) => link.shipment === leg.shipment)) return [];
      if (key === null) number = null;
      way.unshift({ leg, key });
    }
    const leadsNowhere = linksOf(way[0]!).some(
      ({ shipment }) =>
        order.some((leg) => leg.shipment === shipment) || !legs.some((leg) => leg.shipment === shipment),
    );
    return [
      ...(mayBeginWith(way[0]!) ? [{ legs: way, isUnknown: false }] : []),
      ...(leadsNowhere ? [{ legs: way, isUnknown: true }] : []),
    ];
  });
}

type OfLeg = { readonly leg: Leg; readonly key: string | null };

function linksOf({ leg, key }: OfLeg): Leg['links'] {
  return leg.links.filter(
    ({ lots, proven }) => proven !== 'of none' && (lots === null || key === null || lots.includes(key)),
  );
}

/** Whether there may be units of which no earlier leg is proven: those of any lot, where any may be meant. */
function mayBeginWith({ leg, key }: OfLeg): boolean {
  const whole = leg.links.filter(({ proven }) => proven === undefined).map(({ lots }) => lots);
  const keys = key === null ? Object.values(leg.lots) : [key];
  return (
    !whole.includes(null) &&
    (keys.length === 0 || keys.some((each) => whole.every((lots) => !lots!.includes(each))))
  );
}

/** What was entered as used before, and whether nothing was at the first leg. */
export function openedOf(legs: Way['legs'], allowance: Allowance | null) {
  const amounts = legs.map(({ leg: { opening } }) => {
    if (opening === 'unused') return 0;
    if (opening === null || opening === 'unknown') return null;
    return opening.find((each) => each.allowance === (allowance?.id ?? null))?.amount ?? null;
  });
  return {
    amounts: amounts.map((each) => each ?? 0),
    known: amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0),
    isFirstUnknown: amounts[0] === null,
  };
}

/** What was re-admitted on the legs of a way, in the order of signing; `index` is that of the leg. */
export function readmittedOn(
  legs: Way['legs'],
  allowance: Allowance | null,
): { readonly index: number; readonly amount: number; readonly signedAt: number }[] {
  const all = legs.flatMap(({ leg, key }, index) => {
    // Where any lot may be meant, each of them must have it.
    const keys = key === null ? Object.values(leg.lots) : [key];
    return leg.readmissions
      .filter((each) => each.allowance === (allowance?.id ?? null))
      .filter(({ lots }) => lots === null || (keys.length > 0 && !keys.some((each) => !lots.includes(each))))
      .map(({ amount, signedAt = Infinity }) => ({ index, amount, signedAt }));
  });
  return all.toSorted((a, b) => (a.signedAt === b.signedAt ? 0 : a.signedAt - b.signedAt));
}

/** One item of each list, in every combination. */
export function combinations<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>(
    (all, list) => all.flatMap((each) => list.map((item) => [...each, item])),
    [[]],
  );
}
