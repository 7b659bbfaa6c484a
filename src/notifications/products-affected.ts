import type { Product } from '../model/product.ts';
import { alarmsRecorded } from '../shipments/alarms.ts';
import type { NotifiableEvent } from '../shipments/ledger-event.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from '../shipments/ledger.ts';
import { productsAffected } from '../shipments/products-affected.ts';
import { ruleIn } from '../shipments/rule-in.ts';

/** The products that a message is about, and those within the limits of their own; none of the latter has an alarm. */
export type Affected = { readonly affected: readonly Product[]; readonly within: readonly Product[] };

/**
 * Which products of several an entry of the ledger affects; null where the shipment has one, and where the entry is
 * about no rule. Products with another alarm that goes on are in neither list.
 */
export function affectedBy(entries: readonly Entry[], fact: NotifiableEvent): Affected | null {
  const plan = shipmentOf(entries);
  const rule = 'excursion' in fact ? fact.excursion.rule : 'rule' in fact ? fact.rule : null;
  if (rule === null || (plan.products ?? []).length < 2) return null;
  const devices = 'device' in fact && fact.device !== '' ? [fact.device] : [];
  const own = attachmentsRecorded(entries).filter(
    ({ device, role }) => role !== 'ambient' && (devices.length === 0 || devices.includes(device)),
  );
  const found = own.map((attachment) => productsAffected(plan, attachment, rule));
  const affected = distinct(found.flatMap((each) => each.affected));
  const alarmed = alarmsRecorded(entries).filter(({ endedAt }) => endedAt === null);
  const isWithin = (product: Product): boolean =>
    !affected.includes(product) && alarmed.every((alarm) => ruleIn(product.profile, alarm.rule) === null);
  return { affected, within: distinct(found.flatMap((each) => each.within)).filter(isWithin) };
}

function distinct(products: readonly Product[]): Product[] {
  return [...new Map(products.map((each) => [each.id, each])).values()];
}
