import { type Product, lotKeysOf, productsOf } from '../model/product.ts';
import { type Entry, shipmentOf } from './ledger.ts';
import { journeyRecorded } from './milestones.ts';
import type { EarlierLeg, NamedBy } from '../model/leg-event.ts';
import { sameProduct } from './same-product.ts';

/** A serial shipping container code may be used again one year after its shipment (GS1 General Specifications, individual logistic units). */
const sameSsccMs = 365 * 86_400_000;

/** How an earlier shipment may be where units came from. The same trade item number and lot proves nothing. */
export type SameUnits = EarlierLeg & {
  readonly by: Exclude<NamedBy, 'person'> | 'lot';
  /** Keys of the later shipment's lots; null: all of the product. */
  readonly lots: readonly string[] | null;
  /** What identifies the units: the SSCC, a serial number with its trade item number, or a lot. */
  readonly code: string;
};

/** The products of an earlier shipment whose units may travel with a later one, each with how that is known. */
export function sameUnits(later: readonly Entry[], earlier: readonly Entry[]): SameUnits[] {
  const [now, before] = [shipmentOf(later), shipmentOf(earlier)];
  const { shipment } = earlier[0]!;
  const [products, itsProducts] = [productsOf(now), productsOf(before)];
  const keys = lotKeysOf(products);
  return products.flatMap((product) => {
    const leg = (its: Product): EarlierLeg => ({ product: product.id, shipment, itsProduct: its.id });
    const isSameSscc = now.sscc != null && now.sscc === before.sscc;
    const whole = isSameSscc && isRecent(later, earlier) ? sameProduct(product, products, itsProducts) : null;
    const found: SameUnits[] =
      whole === null ? [] : [{ ...leg(whole), by: 'sscc', lots: null, code: now.sscc! }];
    for (const its of itsProducts) {
      if (product.gtin == null || its.gtin !== product.gtin) continue;
      for (const serial of product.serials ?? [])
        if (its.serials?.includes(serial) === true)
          found.push({ ...leg(its), by: 'serial', lots: null, code: `${product.gtin} ${serial}` });
      const lots = keys.filter(
        (each) => each.product.id === product.id && its.lots.some(({ number }) => number === each.lot.number),
      );
      if (lots.length > 0)
        found.push({ ...leg(its), by: 'lot', lots: lots.map(({ key }) => key), code: product.gtin });
    }
    return found;
  });
}

/** When the goods depart: as declared, else as planned, else when the shipment was planned; epoch milliseconds. */
export function departureOf(entries: readonly Entry[]): number {
  const planned = shipmentOf(entries).route?.plan.departureAt ?? null;
  return journeyRecorded(entries).departedAt ?? planned ?? entries[0]!.recordedAt;
}

/** Whether the goods of one shipment had arrived before those of another departed. */
export function arrivedBefore(earlier: readonly Entry[], later: readonly Entry[]): boolean {
  const { arrivedAt } = journeyRecorded(earlier);
  return arrivedAt !== null && arrivedAt <= departureOf(later);
}

function isRecent(later: readonly Entry[], earlier: readonly Entry[]): boolean {
  const { arrivedAt } = journeyRecorded(earlier);
  return arrivedAt === null || departureOf(later) - arrivedAt < sameSsccMs;
}
