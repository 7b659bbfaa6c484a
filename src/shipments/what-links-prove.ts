import type { NotProven } from '../allowances/leg-account.ts';
import { lotsInWords } from '../model/lot-fates.ts';
import type { Product } from '../model/product.ts';
import { counted } from '../model/wording.ts';
import { cancellationOf } from './cancellation.ts';
import { type Entry, shipmentOf } from './ledger.ts';
import type { PredecessorRecorded } from './predecessors.ts';
import { journeyRecorded } from './milestones.ts';
import { productNow } from './product-now.ts';
import { sameUnits } from './same-units.ts';

/** An earlier leg with what both plans, as they are now, do not prove of it; `notProven` is null where it counts whole. */
export type LinkProof = {
  readonly link: PredecessorRecorded;
  readonly notProven: Pick<NotProven, 'proves' | 'why'> | null;
};

/** How many serial numbers a sentence names. */
const mostNamed = 10;

/**
 * What the links to earlier legs of one product prove now. An SSCC is that of all units; a serial number of one, so that
 * nothing is known of the others until they are matched too. What a person named counts as long as the earlier shipment
 * has the product. Nothing came with a shipment that was cancelled, or that departed later.
 */
export function whatLinksProve(
  later: readonly Entry[],
  product: Product,
  links: readonly PredecessorRecorded[],
  ledgerOf: (shipment: string) => readonly Entry[],
): LinkProof[] {
  const found = links.flatMap((link) => {
    const earlier = ledgerOf(link.shipment);
    return earlier.length === 0 ? [] : [{ link, match: matchOf(later, product, link, earlier) }];
  });
  const others = unitsWithout(
    product,
    found.flatMap(({ match }) => match.serials),
  );
  return found.map(({ link, match }) => {
    if (match.why !== null) return { link, notProven: { proves: 'nothing', why: match.why } };
    const isPart = link.by === 'serial' && others !== null;
    return { link, notProven: isPart ? { proves: 'some units', why: others } : null };
  });
}

type Match = { readonly serials: readonly string[]; readonly why: string | null };

/** The serial numbers that both plans have, where that is how a leg was named; `why` says why it does not count. */
function matchOf(
  later: readonly Entry[],
  { id, gtin, serials = [] }: Product,
  { by, itsProduct }: PredecessorRecorded,
  earlier: readonly Entry[],
): Match {
  const impossible = notTravelled(later, earlier);
  if (impossible !== null) return { serials: [], why: impossible };
  const its = productNow(earlier, itsProduct);
  if (its === null) return { serials: [], why: `no longer has the product ${itsProduct}` };
  if (by === 'person') return { serials: [], why: null };
  if (by === 'serial') {
    const both =
      gtin != null && its.gtin === gtin ? serials.filter((serial) => its.serials?.includes(serial)) : [];
    return {
      serials: both,
      why: both.length > 0 ? null : 'was named by a serial number that the two no longer share',
    };
  }
  const isSame = sameUnits(later, earlier).some(
    (each) => each.by === 'sscc' && each.product === id && each.itsProduct === its.id,
  );
  if (isSame) return { serials: [], why: null };
  const { sscc } = shipmentOf(later);
  const has =
    shipmentOf(earlier).sscc === sscc ? 'but it is no longer the same product or too long ago' : null;
  return { serials: [], why: `was named by SSCC ${sscc}, ${has ?? 'which it no longer has'}` };
}

/** Why goods of a shipment cannot have come with another one, by what was declared of both; null if they can. */
function notTravelled(later: readonly Entry[], earlier: readonly Entry[]): string | null {
  if (cancellationOf(earlier) !== null) return 'was cancelled';
  const { departedAt, arrivedAt } = journeyRecorded(later);
  const [its, own] = [journeyRecorded(earlier).departedAt, departedAt ?? arrivedAt];
  return its !== null && own !== null && its > own
    ? 'departed later than the shipment with which its goods are said to have gone on'
    : null;
}

/**
 * The units of a product of which no serial number was matched: "2 units: serial 3, 4"; null: there are none. How many a
 * lot has whose quantity is not known, nobody can say.
 */
function unitsWithout({ serials = [], lots }: Product, matched: readonly string[]): string | null {
  const left = serials.filter((serial) => !matched.includes(serial));
  const units = lots.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
  const unnamed = Math.max(0, units - serials.length);
  const uncounted = lots.filter(({ quantity }) => quantity == null).map(({ number }) => number);
  const named = left.slice(0, mostNamed).join(', ');
  const more = left.length > mostNamed ? ` and ${left.length - mostNamed} more` : '';
  const parts = [
    ...(left.length === 0 ? [] : [`serial ${named}${more}`]),
    ...(unnamed === 0 ? [] : [`${unnamed} without a serial number`]),
  ];
  return (
    [
      ...(parts.length === 0 ? [] : [`${counted(left.length + unnamed, 'unit')}: ${parts.join('; ')}`]),
      ...(uncounted.length === 0
        ? []
        : [`other units of ${lotsInWords(uncounted)}, whose quantity is not known`]),
    ].join(', and of ') || null
  );
}
