import { lotFatesOf } from '../model/lot-fates.ts';
import { type Product, lotKeysOf, productsOf } from '../model/product.ts';
import { itemLinkOf, lotLinkOf } from '../model/gs1.ts';
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

/**
 * The lots that an excursion affects, and the products of which no lot is named; empty where the plan has one product.
 * `entries` and `plan` are those up to the alarm.
 */
export function lotsAffected(
  entries: readonly Entry[],
  plan: ShipmentPlan,
  { device, excursion: { rule, from } }: Extract<LedgerEvent, { kind: 'excursion-opened' }>,
): QuantityElement[] {
  const { products = [] } = plan;
  if (products.length < 2) return [];
  const { shipment } = entries[0]!;
  const attachment = attachmentsRecorded(entries).findLast(
    (each) => each.device === device && each.since <= from,
  );
  if (attachment === undefined) return [];
  return productsAffected(plan, attachment, rule).affected.flatMap((product) => {
    const own = lotKeysOf(products).filter((keyed) => keyed.product.id === product.id);
    return own.length === 0 ? [itemOf(shipment, product)] : own.map((keyed) => elementOf(shipment, keyed));
  });
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
  const fates = lotFatesOf(products, fact).map(({ product, key, lot, fate }) => ({
    fate,
    element:
      key === null || lot === null ? itemOf(shipment, product) : elementOf(shipment, { product, key, lot }),
  }));
  return [...Map.groupBy(fates, ({ fate }) => fate)].map(([fate, own]) => ({
    fate,
    quantityList: own.map(({ element }) => element),
    terms: decided[fate],
  }));
}

/** A product of which no lot is named, by its trade item number, or by Coldwatch's own name. */
function itemOf(shipment: string, { id, gtin = null }: Product): QuantityElement {
  return { epcClass: gtin === null ? urn('product', `${shipment}:${id}`) : itemLinkOf(gtin) };
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
