import { lotFatesOf } from '../model/lot-fates.ts';
import { type Product, lotKeysOf, productsOf } from '../model/product.ts';
import { lotLinkOf } from '../model/gs1.ts';
import { type Entry, attachmentsRecorded } from '../shipments/ledger.ts';
import type { LedgerEvent, ShipmentPlan } from '../shipments/ledger-event.ts';
import { productsAffected } from '../shipments/products-affected.ts';
import type { SignedReceipt } from '../shipments/signed-receipt.ts';
import { decided, urn } from './epcis-terms.ts';

/** Units of a lot, by its class: the trade item number with the lot, or Coldwatch's own name where there is none. */
export type QuantityElement = { readonly epcClass: string; readonly quantity?: number };

/** The lots of a plan that names products, as children of its label; empty where it names none. */
export function lotsInside(shipment: string, { products = [] }: ShipmentPlan): QuantityElement[] {
  return lotKeysOf(products).map((keyed) => elementOf(shipment, keyed));
}

/** The lots that an excursion affects, by the plan in force then; empty where that has one product. */
export function lotsAffected(
  entries: readonly Entry[],
  plan: ShipmentPlan,
  { device, excursion: { rule } }: Extract<LedgerEvent, { kind: 'excursion-opened' }>,
): QuantityElement[] {
  const { products = [] } = plan;
  if (products.length < 2) return [];
  const affected = new Set(
    attachmentsRecorded(entries)
      .filter((each) => each.device === device)
      .flatMap((attachment) => productsAffected(plan, attachment, rule).affected.map(({ id }) => id)),
  );
  return lotKeysOf(products)
    .filter(({ product: { id } }) => affected.has(id))
    .map((keyed) => elementOf(entries[0]!.shipment, keyed));
}

/**
 * What a decision made of the lots: one part of an event for each fate. Where the plan names no products, it says so only
 * of a decision that rejects some of them.
 */
export function lotsDecided(
  shipment: string,
  plan: ShipmentPlan,
  fact: SignedReceipt,
): readonly {
  readonly fate: string;
  readonly quantityList: readonly QuantityElement[];
  readonly terms: (typeof decided)[keyof typeof decided];
}[] {
  const products = fact.rejected === undefined ? (plan.products ?? []) : productsOf(plan);
  const fates = lotFatesOf(products, fact).flatMap(({ product, key, lot, fate }) =>
    key === null || lot === null ? [] : [{ fate, element: elementOf(shipment, { product, key, lot }) }],
  );
  return [...Map.groupBy(fates, ({ fate }) => fate)].map(([fate, own]) => ({
    fate,
    quantityList: own.map(({ element }) => element),
    terms: decided[fate],
  }));
}

function elementOf(
  shipment: string,
  {
    product: { gtin = null },
    key,
    lot: { number, quantity = null },
  }: { readonly product: Product; readonly key: string; readonly lot: Product['lots'][number] },
): QuantityElement {
  return {
    epcClass: gtin === null ? urn('lot', `${shipment}:${key}`) : lotLinkOf(gtin, number),
    ...(quantity !== null && { quantity }),
  };
}
