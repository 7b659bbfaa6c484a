import type { ShipmentVerdict } from './shipment-verdict.ts';

/** A shipment's verdict as it is printed and kept: its times as ISO 8601 in UTC. */
export function printShipment({ asOf, disagreements, ...verdict }: ShipmentVerdict) {
  return {
    schema: 'coldwatch/shipment-verdict/1',
    asOf: iso(asOf),
    ...verdict,
    disagreements: disagreements.map(({ from, to, ...finding }) => ({
      ...finding,
      from: iso(from),
      to: to === null ? null : iso(to),
    })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
