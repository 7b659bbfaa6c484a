import type * as z from 'zod/mini';
import { meaningOfReadmission } from '../../model/readmission.ts';
import type { ShownAs } from '../../allowances/paths.ts';
import { type Product, productsOf } from '../../model/product.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import {
  followersRecorded,
  isSameLeg,
  predecessorsNamed,
  predecessorsRecorded,
  readmissionsRecorded,
} from '../../shipments/legs.ts';
import { isProductNow } from '../../shipments/product-now.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import type { Person } from '../../shipments/permissions.ts';
import { arrivedBefore, sameUnits } from '../../shipments/same-units.ts';
import { profilesFrom } from '../../storage/evaluation-contexts.ts';
import { type LegSources, legSources } from '../../storage/leg-sources.ts';
import { findingsByLot } from '../../shipments/receipt/allowances.ts';
import { type LegsBehind, legsBehind } from '../../storage/legs-behind.ts';
import { type FoundShipments, shipmentsOfSameUnits } from '../../storage/same-units.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import type * as answers from '../routes/responses.ts';
import { mayKnow, shownTo } from './shown-shipments.ts';
import { openRequested } from './open-shipment.ts';
import { openingOf } from './to-opening.ts';
import { iso, isoOrNull } from './to-responses.ts';

type LegsResponse = z.output<typeof answers.legs>;
type ProductLegs = LegsResponse['items'][number];

/** Makes the handler that shows where goods came from and what was used before. */
export function legViews(database: Database) {
  return {
    async showLegs(request: ApiRequest<'showLegs'>): Promise<LegsResponse> {
      const entries = await openRequested(database, request);
      const asOf = Date.now();
      const found = await shipmentsOfSameUnits(database, entries, { lots: true });
      const sources = legSources(database, entries);
      const profileOf = profilesFrom(database);
      const products = productsOf(shipmentOf(entries));
      const behind: LegsBehind[] = [];
      for (const { id } of products)
        behind.push(await legsBehind(database, entries, id, asOf, profileOf, sources));
      const named = predecessorsNamed(entries);
      const followers = followersRecorded(entries);
      const shipments = [
        ...named,
        ...behind.flatMap(({ legs }) => legs.flatMap((leg) => [leg, ...leg.predecessors])),
        ...followers,
      ].map(({ shipment }) => shipment);
      const shown = await shownTo(
        request.person,
        shipments,
        async (shipment) => (await sources.ledgerOf(shipment))[0],
      );
      const view: View = {
        person: request.person,
        entries,
        found,
        named,
        followers,
        shown,
        ledgerOf: sources.ledgerOf,
      };
      const items: ProductLegs[] = [];
      for (const [index, product] of products.entries())
        items.push(await legsOf(view, product, behind[index]!));
      return { asOf: iso(asOf), items, followedBy: followedBy(followers, null, shown) };
    },
  };
}

/** What every product's answer is made of; `shown` is how it names shipments. */
type View = {
  readonly person: Person;
  readonly entries: readonly Entry[];
  readonly found: FoundShipments;
  readonly named: ReturnType<typeof predecessorsNamed>;
  readonly followers: ReturnType<typeof followersRecorded>;
  readonly shown: ShownAs;
  readonly ledgerOf: LegSources['ledgerOf'];
};

async function legsOf(view: View, { id, name }: Product, behind: LegsBehind): Promise<ProductLegs> {
  const { person, entries, found, followers, shown } = view;
  const byLot = findingsByLot(behind, shown);
  const unknown = byLot.flatMap(({ findings }) => findings.flatMap(({ used }) => used.unknown));
  return {
    product: id,
    name,
    predecessors: await predecessorsOf(view, id, behind),
    proposals: proposalsOf(person, entries, id, found),
    opening: openingOf(entries, id),
    readmissions: readmissionsRecorded(entries)
      .filter(({ fact, sequence }) => isProductNow(entries, fact.product, id, sequence - 1))
      .map(({ sequence, fact }) => ({
        sequence,
        lots: fact.lots === null ? null : [...fact.lots],
        meaning: meaningOfReadmission(fact),
        document: fact.document,
        reason: fact.reason,
        name: fact.signature.signer.name,
        signedAt: iso(fact.signature.signedAt),
      })),
    followedBy: followedBy(followers, id, shown),
    allowances: byLot.flatMap(({ lot, findings }) =>
      findings.map(({ allowance, total, outcome, sentence, used }) => {
        const { before, here, readmitted, left } = used;
        return { lot, allowance, total, before, here, readmitted, left, outcome, sentence };
      }),
    ),
    unknown: [
      ...new Set(unknown),
      ...(behind.tooMany === null ? [] : [behind.tooMany]),
      ...(found.isCut ? ['not every serial number and lot could be searched for among other shipments'] : []),
      ...(unknown.length === 0 ? [] : replacedIn(view)),
    ],
  };
}

/** The earlier shipments of a product, each with what is not proven of it, if anything. */
async function predecessorsOf(
  { person, entries, named, shown, ledgerOf }: View,
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
function followedBy(
  followers: View['followers'],
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

/** What was named for a product that the shipment no longer has, and that cannot be told among those of now. */
function replacedIn({ entries, named, shown }: View): string[] {
  const products = productsOf(shipmentOf(entries));
  return named.flatMap(({ product, shipment, lapsed }) =>
    lapsed !== null && products.every(({ id }) => id !== product) ? [`${shown(shipment)} ${lapsed}`] : [],
  );
}

function namedAs(shipment: string, shown: ShownAs): { shipment: string | null; name: string } {
  const name = shown(shipment);
  return { shipment: name === shipment ? shipment : null, name };
}

/** Earlier shipments that are not named and may be where units came from; what was withdrawn may be named again. */
function proposalsOf(
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
