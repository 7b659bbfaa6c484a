import type * as z from 'zod/mini';
import type { ShownAs } from '../../allowances/paths.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import type { followersRecorded } from '../../shipments/followers.ts';
import { type predecessorsNamed, isSameLeg, predecessorsRecorded } from '../../shipments/predecessors.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import type { Person } from '../../shipments/permissions.ts';
import { arrivedBefore, sameUnits } from '../../shipments/same-units.ts';
import type { LegSources } from '../../storage/leg-sources.ts';
import type { LegsBehind } from '../../storage/legs-behind.ts';
import type { FoundShipments } from '../../storage/same-units.ts';
import type * as answers from '../routes/responses.ts';
import { mayKnow } from './shown-shipments.ts';
import { iso, isoOrNull } from './to-responses.ts';

// The other shipments of a product's goods in an answer: earlier ones, those that may be, and later ones.

export type ProductLegs = z.output<typeof answers.legs>['items'][number];

/** What every product's answer is made of; `shown` is how it names shipments. */
export type LegsView = {
  readonly person: Person;
  readonly entries: readonly Entry[];
  readonly found: FoundShipments;
  readonly named: ReturnType<typeof predecessorsNamed>;
  readonly followers: ReturnType<typeof followersRecorded>;
  readonly shown: ShownAs;
  readonly ledgerOf: LegSources['ledgerOf'];
};

/** The earlier shipments of a product, each with what is not proven of it, if anything. */
export async function predecessorsOf(
  { person, entries, named, shown, ledgerOf }: LegsView,
  product: string,
  { legs }: LegsBehind,
): Promise<ProductLegs['predecessors']> {
  const predecessors: ProductLegs['predecessors'] = [];
  for (const { lapsed, ...link } of named.filter((each) => each.product === product)) {
    const { shipment, itsProduct, lots, by, sequence, recordedBy, recordedAt, reason } = link;
    const account = legs.find((leg) => leg.shipment === shipment && leg.product === itsProduct);
    const lacking = account?.notProven?.find(
      (each) => each.shipment === entries[0]!.shipment && each.product === product && each.by === by,
    );
    const others = lacking?.proves === 'some units' ? `does not say where the others came from: ` : '';
    predecessors.push({
      ...namedAs(shipment, shown),
      itsProduct,
      lots: lots === null ? null : [...lots],
      by,
      sequence,
      notProven: lapsed ?? (lacking === undefined ? null : `${others}${lacking.why}`),
      recordedBy,
      recordedAt: iso(recordedAt),
      reason,
      ...earlierShipment(person, await ledgerOf(shipment)),
    });
  }
  return predecessors;
}

/**
 * The shipments with which a product travels on, each once, with the lots of all entries; null lots where one entry has
 * none. With a null product: those of which the product is not known.
 */
export function followedBy(
  followers: LegsView['followers'],
  product: string | null,
  shown: ShownAs,
): ProductLegs['followedBy'] {
  const own = followers.filter(({ ofProduct }) => ofProduct === product);
  return [...Map.groupBy(own, ({ shipment }) => shipment)].map(([shipment, links]) => {
    const lots = links.map(({ ofLots }) => ofLots);
    return {
      ...namedAs(shipment, shown),
      lots: lots.every((each) => each !== null) ? [...new Set(lots.flat())] : null,
    };
  });
}

function namedAs(shipment: string, shown: ShownAs): { shipment: string | null; name: string } {
  const name = shown(shipment);
  return { shipment: name === shipment ? shipment : null, name };
}

/** Earlier shipments that are not named and may be where units came from; what was withdrawn may be named again. */
export function proposalsOf(
  person: Person,
  entries: readonly Entry[],
  product: string,
  { ledgers }: FoundShipments,
): ProductLegs['proposals'] {
  const named = predecessorsRecorded(entries);
  const proposals = new Map<string, ProductLegs['proposals'][number]>();
  for (const earlier of ledgers.filter((each) => arrivedBefore(each, entries)))
    for (const match of sameUnits(entries, earlier)) {
      const isNamed = named.some((each) => isSameLeg(each, match));
      const name = JSON.stringify([match.shipment, match.itsProduct]);
      // A code that proves where units came from stands before one that only proposes it.
      if (match.product !== product || isNamed || proposals.has(name)) continue;
      const shown = earlierShipment(person, earlier);
      proposals.set(name, {
        shipment: shown.isOfAnotherSite ? null : match.shipment,
        itsProduct: shown.isOfAnotherSite ? null : match.itsProduct,
        lots: match.lots === null ? null : [...match.lots],
        by: match.by,
        ...shown,
      });
    }
  return [...proposals.values()];
}

/** What is shown of an earlier shipment: nothing of one of another site. */
function earlierShipment(person: Person, earlier: readonly Entry[]) {
  if (!mayKnow(person, earlier[0]))
    return { isOfAnotherSite: true, goods: null, departedAt: null, arrivedAt: null };
  const { departedAt, arrivedAt } = journeyRecorded(earlier);
  return {
    isOfAnotherSite: false,
    goods: shipmentOf(earlier).goods,
    departedAt: isoOrNull(departedAt),
    arrivedAt: isoOrNull(arrivedAt),
  };
}
