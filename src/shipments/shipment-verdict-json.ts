import type { ShipmentVerdict } from './shipment-verdict.ts';

/** A shipment's verdict as it is printed and archived, with times as ISO 8601 in UTC. */
export function toShipmentVerdictJson({
  shipment,
  asOf,
  recommendation,
  worst,
  reasons,
  disagreements,
  sensors,
}: ShipmentVerdict) {
  return {
    schema: 'coldwatch/shipment-verdict/2' as const,
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
    sensors: sensors.map(({ device, role, decides, profile, judgement }) => ({
      device,
      role,
      decides,
      profile,
      judgement,
    })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
