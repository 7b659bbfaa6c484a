import type { ShipmentSummary } from './summary.ts';

/**
 * When a shipment was cancelled, or the decision in force was signed, in epoch milliseconds; null while neither has
 * happened.
 */
export function endedAt({ cancellation, decision }: ShipmentSummary): number | null {
  return cancellation?.at ?? decision?.signedAt ?? null;
}
