import type { ProductVerdict } from './product-verdict.ts';
import type { ShipmentVerdict } from './shipment-verdict.ts';

/**
 * A shipment's verdict as it is printed and archived, with times as ISO 8601 in UTC. Of several products, each has its
 * own, and each sensor says for which product it was evaluated.
 */
export function toShipmentVerdictJson({
  shipment,
  asOf,
  recommendation,
  worst,
  reasons,
  disagreements,
  sensors,
  products,
}: ShipmentVerdict) {
  const isMixed = products.length > 1;
  return {
    schema: isMixed ? ('coldwatch/shipment-verdict/3' as const) : ('coldwatch/shipment-verdict/2' as const),
    asOf: iso(asOf),
    shipment,
    recommendation,
    worst,
    reasons: [...reasons],
    disagreements: disagreements.map(({ from, to, ...finding }) => ({
      ...finding,
      from: iso(from),
      to: to === null ? null : iso(to),
    })),
    ...(isMixed && { products: products.map(productJson) }),
    sensors: sensors.map(({ device, product, role, decides, profile, judgement }) => ({
      device,
      ...(product !== undefined && { product: product.id }),
      role,
      decides,
      profile,
      judgement,
    })),
  };
}

function productJson({ product, recommendation, worst, reasons }: ProductVerdict) {
  const { id, name, profile } = product;
  return { id, name, profile, recommendation, worst, reasons: [...reasons] };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
