import type { Product, ProductLot } from '../model/product.ts';
import { writtenVersion } from '../model/written-version.ts';
import type { Attachment } from '../shipments/ledger.ts';

/** Renders products for people: each with its limits, its lots, and the sensors of the goods that stand for it. */
export function renderProducts(products: readonly Product[], attachments: readonly Attachment[]): string[] {
  return products.flatMap(({ id, name, gtin = null, profile, lots, serials = [] }) => {
    const sensors = attachments
      .filter(({ role, products: named }) => role !== 'ambient' && (named === null || named.includes(id)))
      .map(({ device, role }) => (role === 'spare' ? `${device} (spare)` : device));
    const details = [name, id, ...(gtin === null ? [] : [`GTIN ${gtin}`]), writtenVersion(profile)];
    return [
      `  ${details.join(', ')}`,
      ...lots.map((lot) => `    lot ${lotInWords(lot)}`),
      ...(serials.length === 0 ? [] : [`    serial numbers ${serials.join(', ')}`]),
      sensors.length === 0
        ? '    no sensor stands for it'
        : `    monitored by ${[...new Set(sensors)].join(', ')}`,
    ];
  });
}

function lotInWords({ number, quantity = null, expiry = null }: ProductLot): string {
  const details = [
    ...(quantity === null ? [] : [quantity === 1 ? '1 unit' : `${quantity} units`]),
    ...(expiry === null ? [] : [`expires ${expiry}`]),
  ];
  return [number, details.join(', ')].filter((part) => part !== '').join(': ');
}
