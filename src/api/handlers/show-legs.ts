import type * as z from 'zod/mini';
import { meaningOfReadmission } from '../../model/readmission.ts';
import { type Product, productsOf } from '../../model/product.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import {
  followersRecorded,
  isSameLeg,
  openingRecorded,
  predecessorsRecorded,
  readmissionsRecorded,
} from '../../shipments/legs.ts';
import { journeyRecorded } from '../../shipments/milestones.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { arrivedBefore, sameUnits } from '../../shipments/same-units.ts';
import { readLedger } from '../../storage/ledger.ts';
import { findingsByLot } from '../../shipments/receipt/allowances.ts';
import { legsBehind } from '../../storage/legs-behind.ts';
import { type FoundShipments, shipmentsOfSameUnits } from '../../storage/same-units.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import type * as answers from '../routes/responses.ts';
import { openRequested } from './open-shipment.ts';
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
      const items: ProductLegs[] = [];
      for (const product of productsOf(shipmentOf(entries)))
        items.push(await legsOf(database, request.person, entries, product, found, asOf));
      return { asOf: iso(asOf), items };
    },
  };
}

async function legsOf(
  database: Database,
  person: Person,
  entries: readonly Entry[],
  { id, name }: Product,
  found: FoundShipments,
  asOf: number,
): Promise<ProductLegs> {
  const behind = await legsBehind(database, entries, id, asOf);
  const byLot = findingsByLot(behind);
  const unknown = byLot.flatMap(({ findings }) => findings.flatMap(({ used }) => used.unknown));
  const named = predecessorsRecorded(entries).filter(({ product }) => product === id);
  const predecessors: ProductLegs['predecessors'] = [];
  for (const { shipment, itsProduct, lots, by, recordedBy, recordedAt, reason } of named) {
    const earlier = (await readLedger(database, shipment)).entries;
    predecessors.push({
      shipment,
      itsProduct,
      lots: lots === null ? null : [...lots],
      by,
      recordedBy,
      recordedAt: iso(recordedAt),
      reason,
      ...earlierShipment(person, earlier),
    });
  }
  return {
    product: id,
    name,
    predecessors,
    proposals: proposalsOf(person, entries, id, found),
    opening: openingOf(entries, id),
    readmissions: readmissionsRecorded(entries)
      .filter(({ fact }) => fact.product === id)
      .map(({ sequence, fact }) => ({
        sequence,
        lots: fact.lots === null ? null : [...fact.lots],
        meaning: meaningOfReadmission(fact),
        document: fact.document,
        reason: fact.reason,
        name: fact.signature.signer.name,
        signedAt: iso(fact.signature.signedAt),
      })),
    followedBy: [...new Set(followersRecorded(entries).map(({ shipment }) => shipment))],
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
    ],
  };
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
  const isShown = earlier.length > 0 && mayAt(person, 'read-shipment', shipmentOf(earlier).site);
  if (!isShown) return { isOfAnotherSite: true, goods: null, departedAt: null, arrivedAt: null };
  const { departedAt, arrivedAt } = journeyRecorded(earlier);
  return {
    isOfAnotherSite: false,
    goods: shipmentOf(earlier).goods,
    departedAt: isoOrNull(departedAt),
    arrivedAt: isoOrNull(arrivedAt),
  };
}

function openingOf(entries: readonly Entry[], product: string): ProductLegs['opening'] {
  const recorded = openingRecorded(entries, product);
  if (recorded === null) return null;
  const { opening, recordedBy, recordedAt, reason } = recorded;
  const { spent = {}, cycles = null } = opening.kind === 'spent' ? opening : {};
  const source = opening.kind === 'unknown' ? null : opening.source;
  return {
    kind: opening.kind,
    spent: { ...spent },
    cycles,
    source,
    recordedBy,
    recordedAt: iso(recordedAt),
    reason,
  };
}
