import { type Product, nameAmong, productsOf } from '../model/product.ts';
import { type Alarm, alarmsRecorded } from './alarms.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from './ledger.ts';
import { type ProductsAffected, productsAffected } from './products-affected.ts';

/**
 * What an alarm means for the products of its shipment, over all sensors that raised it: those that it affects, and the
 * others of these sensors that have no open alarm of their own. Null where the shipment has one product.
 */
export function productsOfAlarm(entries: readonly Entry[], alarm: Alarm): ProductsAffected | null {
  const { products = [] } = shipmentOf(entries);
  if (products.length < 2) return null;
  const { affected, within } = affectedBy(entries, alarm);
  const open = alarmsRecorded(entries).filter(({ endedAt }) => endedAt === null);
  const troubled = new Set([alarm, ...open].flatMap((each) => [...affectedBy(entries, each).affected]));
  const inOrder = (of: ReadonlySet<string>): Product[] => products.filter(({ id }) => of.has(id));
  return {
    affected: inOrder(affected),
    within: inOrder(within).filter(({ id }) => !troubled.has(id)),
  };
}

/** The names of the products that an alarm affects, and of the others of its sensors, which are within their limits. */
export type ProductNames = { readonly affects: readonly string[]; readonly within: readonly string[] };

/** Names the products of an alarm; empty where the shipment has one product. */
export function namesOfProducts(entries: readonly Entry[], alarm: Alarm): Partial<ProductNames> {
  const products = productsOfAlarm(entries, alarm);
  if (products === null) return {};
  const own = productsOf(shipmentOf(entries));
  const namesOf = (all: readonly Product[]): string[] => all.map((each) => nameAmong(each, own));
  return { affects: namesOf(products.affected), within: namesOf(products.within) };
}

/** The ids of the products of the sensors that saw an excursion of an alarm. */
function affectedBy(
  entries: readonly Entry[],
  { rule, excursions }: Alarm,
): { readonly affected: ReadonlySet<string>; readonly within: ReadonlySet<string> } {
  const plan = shipmentOf(entries);
  const own = [...excursions.values()];
  const each = attachmentsRecorded(entries)
    .filter(({ device, since, detachedAt }) =>
      own.some(
        (seen) =>
          seen.device === device && since <= (seen.to ?? Infinity) && seen.from <= (detachedAt ?? Infinity),
      ),
    )
    .map((attachment) => productsAffected(plan, attachment, rule));
  const idsOf = (of: keyof ProductsAffected): ReadonlySet<string> =>
    new Set(each.flatMap((found) => found[of].map(({ id }) => id)));
  return { affected: idsOf('affected'), within: idsOf('within') };
}
