import { changedPlan } from '../model/changed-plan.ts';
import { refusalOf } from '../shipments/action-validation.ts';
import { type Entry, shipmentOf } from '../shipments/ledger.ts';
import { NotConsistent } from './not-consistent.ts';
import { toleranceMs } from './verify-receipts.ts';

/**
 * Checks that each change of the plan and a cancellation were allowed when they were recorded, that no plan was changed
 * between the evidence of a decision and its signature, and that a cancelled shipment only set its sensors free.
 *
 * @throws {NotConsistent} when a check fails.
 */
export function checkPlans(entries: readonly Entry[]): void {
  const cancelledBy = entries.find(({ fact }) => fact.kind === 'shipment-cancelled')?.sequence ?? Infinity;
  for (const { sequence, fact, recordedAt } of entries) {
    const which = `entry ${sequence} of the ledger`;
    const before = entries.slice(0, sequence - 1);
    if (fact.kind === 'plan-changed' || fact.kind === 'shipment-cancelled') {
      const refusal = refusalOf(before, fact, recordedAt + toleranceMs);
      if (refusal !== null) throw new NotConsistent(`${which} was not allowed: ${refusal}`);
    }
    if (fact.kind === 'plan-changed' && changedPlan(shipmentOf(before), fact.plan).length === 0)
      throw new NotConsistent(`${which} changes nothing of the plan`);
    // The signature vouches for the ledger up to its head only, and the report says of this plan that it was decided on.
    if (
      fact.kind === 'receipt-signed' &&
      changedPlan(shipmentOf(entries.slice(0, fact.ledgerHead)), shipmentOf(before)).length > 0
    )
      throw new NotConsistent(`${which} was signed on another plan than was in force when it was recorded`);
    if (fact.kind !== 'device-detached' && sequence > cancelledBy)
      throw new NotConsistent(`${which} was recorded after the shipment was cancelled`);
  }
}
