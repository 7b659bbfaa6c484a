import { changedPlan } from '../model/changed-plan.ts';
import type { ShipmentPlan } from '../shipments/ledger-event.ts';
import { shipmentOf } from '../shipments/ledger.ts';
import { ActionRefused, type Actor, isExecuted, nameOf, refuse, requestOf } from './execute-action.ts';
import { record } from './ledger.ts';
import { refuseSharedRules } from './shipment-actions.ts';
import { syncAssignments } from './sync-assignments.ts';
import type { Database } from './tables.ts';

/**
 * Changes the plan of a shipment: `changed` gives the new plan, from the one in force. A change that changes nothing
 * records nothing. Repeating the call is a no-op.
 * @throws {ActionRefused} when the reason is missing, the ledger does not allow the change, or the two profiles of the
 * new plan share a rule.
 * @throws {StaleVersion} when the actor has not seen the whole ledger.
 * @throws {KeyReused} when the idempotency key belongs to another request.
 * @throws {NoSuchProfile} when the new plan names a profile version that does not exist.
 * @throws {Contended} when the ledger changes during every attempt.
 */
export async function changePlan(
  database: Database,
  shipment: string,
  changed: (plan: ShipmentPlan) => ShipmentPlan,
  reason: string,
  actor: Actor,
): Promise<void> {
  if (reason.trim() === '') throw new ActionRefused('the reason is missing: say why the plan changes');
  const recorder = { by: nameOf(actor), now: Date.now };
  const { ledger } = await record(database, shipment, recorder, async (entries) => {
    if (isExecuted(entries, actor)) return [];
    if (entries.length === 0) throw new ActionRefused(`shipment ${shipment} does not exist`);
    const before = shipmentOf(entries);
    const plan = changed(before);
    const fact = { kind: 'plan-changed', plan } as const;
    refuse(shipment, entries, fact, actor);
    const differences = changedPlan(before, plan);
    if (differences.some(({ field }) => ['profile', 'products', 'ambientProfile'].includes(field)))
      await refuseSharedRules(database, plan);
    return differences.length === 0 ? [] : [{ why: reason, fact, ...requestOf(actor) }];
  });
  await syncAssignments(database, ledger.entries);
}
