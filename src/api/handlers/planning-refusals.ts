import type { Person } from '../../shipments/permissions.ts';

// Why a plan is refused, in the same words whether one shipment is planned or many.

/** The person may plan, but not at this site. */
export function notAtThisSite({ sites }: Person, site: string): string {
  return `You may plan shipments at ${sites.join(', ') || 'no site'}, not at ${site}.`;
}

/** The number belongs to a shipment of another site, of which the person learns nothing else. */
export function notAvailable(shipment: string): string {
  return `The id ${shipment} is not available; give this shipment another.`;
}
