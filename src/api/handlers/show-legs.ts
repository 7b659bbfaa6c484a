import type * as z from 'zod/mini';
import { meaningOfReadmission } from '../../model/readmission.ts';
import { type Product, productsOf } from '../../model/product.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { followersRecorded, isFollowerWithdrawn } from '../../shipments/followers.ts';
import { predecessorsNamed } from '../../shipments/predecessors.ts';
import { readmissionsRecorded } from '../../shipments/readmissions.ts';
import { isProductNow } from '../../shipments/product-now.ts';
import { profilesFrom } from '../../storage/evaluation-contexts.ts';
import { type LegSources, legSources } from '../../storage/leg-sources.ts';
import { findingsByLot } from '../../shipments/receipt/allowances.ts';
import { type LegsBehind, legsBehind } from '../../storage/legs-behind.ts';
import { shipmentsOfSameUnits } from '../../storage/same-units.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import type * as answers from '../routes/responses.ts';
import { type LegsView, type ProductLegs, followedBy, predecessorsOf, proposalsOf } from './other-legs.ts';
import { shownTo } from './shown-shipments.ts';
import { openRequested } from './open-shipment.ts';
import { openingOf } from './to-opening.ts';
import { iso } from './to-responses.ts';

type LegsResponse = z.output<typeof answers.legs>;

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
      const followers = await followersOf(entries, sources);
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
      const view: LegsView = {
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

/** The later shipments with which goods travel on; not those of which that was withdrawn. */
async function followersOf(entries: readonly Entry[], { ledgerOf }: LegSources) {
  const { shipment } = entries[0]!;
  const followers = [];
  for (const each of followersRecorded(entries))
    if (!isFollowerWithdrawn(await ledgerOf(each.shipment), shipment, each)) followers.push(each);
  return followers;
}

async function legsOf(view: LegsView, { id, name }: Product, behind: LegsBehind): Promise<ProductLegs> {
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

/** What was named for a product that the shipment no longer has, and that cannot be told among those of now. */
function replacedIn({ entries, named, shown }: LegsView): string[] {
  const products = productsOf(shipmentOf(entries));
  return named.flatMap(({ product, shipment, lapsed }) =>
    lapsed !== null && products.every(({ id }) => id !== product) ? [`${shown(shipment)} ${lapsed}`] : [],
  );
}
