import { problemsOf } from '../../src/model/problems.ts';
import { shipmentSchema } from '../../src/model/shipment.ts';

/** A planned shipment with only what is required. */
export const leastShipment = {
  shipment: 'S-1',
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site: 'north',
  profile: 'who-storage',
};

/** The problems of a planned shipment; empty if it is accepted. */
export function shipmentProblems(json: unknown): string[] {
  const read = shipmentSchema.safeParse(json);
  return read.success ? [] : problemsOf(read.error, 'shipment');
}
