import { partsOfVersion } from '../model/combined-version.ts';
import { writtenVersion } from '../model/written-version.ts';
import { productsOf } from '../model/product.ts';
import { type Entry, attachmentsRecorded, shipmentOf } from './ledger.ts';
import type { ProfileVersion } from './ledger-event.ts';

/**
 * The profiles by which a shipment's sensors and, where there are several, its products are evaluated, once each; of a
 * combined one, its parts.
 */
export function profilesUsed(entries: readonly Entry[]): readonly ProfileVersion[] {
  const products = productsOf(shipmentOf(entries));
  const parts = [
    ...attachmentsRecorded(entries).flatMap(({ profile }) => partsOfVersion(profile)),
    ...(products.length === 1 ? [] : products.map(({ profile }) => profile)),
  ];
  return [...new Map(parts.map((part) => [writtenVersion(part), part])).values()];
}
