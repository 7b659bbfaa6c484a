import type { LedgerEvent } from './ledger-event.ts';
import { type Entry, type Facts, attachmentsRecorded, lastReceipt, shipmentOf } from './ledger.ts';
import { declarationsOf, journeyRecorded } from './milestones.ts';
import { moment } from '../model/wording.ts';

/** An action that a person takes on a shipment. */
export type Action = Extract<
  LedgerEvent,
  {
    kind:
      | 'device-attached'
      | 'device-detached'
      | 'sensor-declared'
      | 'departed'
      | 'arrived'
      | 'milestone-withdrawn'
      | 'handed-over'
      | 'alarm-acknowledged'
      | 'receipt-signed';
  }
>;

/** How far a client's clock may run ahead of the server's. */
const aheadMs = 10 * 60_000;

/**
 * Says why an action is not allowed, given the ledger, and what would help. Null where the action is allowed. `now`
 * is the server's time in epoch milliseconds.
 */
export function refusalOf(entries: readonly Entry[], step: Action, now: number): string | null {
  const at = 'at' in step ? step.at : step.kind === 'device-detached' ? step.until : now;
  if (at > now + aheadMs) return `${moment(at)} is in the future; give a past time`;
  const { departedAt, arrivedAt } = journeyRecorded(entries);
  const attachments = attachmentsRecorded(entries);
  switch (step.kind) {
    case 'device-attached': {
      const open = attachments.find((each) => each.device === step.device && each.detachedAt === null);
      if (open !== undefined)
        return `${step.device} has been attached to this shipment since ${moment(open.since)}; detach it first`;
      return arrivedAt !== null && step.since >= arrivedAt
        ? `the shipment arrived ${moment(arrivedAt)}; a sensor attached now would record nothing of its journey`
        : null;
    }
    case 'device-detached': {
      const own = attachments.findLast(({ device }) => device === step.device);
      if (own === undefined) return `${step.device} was never attached to this shipment`;
      return step.until < own.since
        ? `${step.device} was attached ${moment(own.since)}; it cannot be detached earlier`
        : null;
    }
    case 'sensor-declared': {
      const own = attachments.findLast(({ device }) => device === step.device);
      if (own === undefined) return `${step.device} was never attached to this shipment`;
      return step.at < own.since
        ? `${step.device} was attached ${moment(own.since)}; it cannot have failed earlier`
        : null;
    }
    case 'departed':
      return arrivedAt !== null && step.at > arrivedAt
        ? `the shipment arrived ${moment(arrivedAt)}; it cannot depart later`
        : null;
    case 'arrived': {
      if (departedAt !== null && step.at < departedAt)
        return `the shipment departed ${moment(departedAt)}; it cannot arrive earlier`;
      const first = attachments.reduce((least, { since }) => Math.min(least, since), Infinity);
      return step.detectedBy === null && first !== Infinity && step.at < first
        ? `its first sensor was attached ${moment(first)}; it cannot have arrived earlier`
        : null;
    }
    case 'milestone-withdrawn': {
      const what = step.milestone === 'departed' ? 'departure' : 'arrival';
      if (declarationsOf(entries, step.milestone).length === 0)
        return `there is no declared ${what} to withdraw`;
      const signed = lastReceipt(entries);
      return signed === null
        ? null
        : `the receipt is signed (entry ${signed.sequence}); correct the decision instead, the declared ${what} cannot change`;
    }
    case 'handed-over': {
      const custody = custodyOf(entries);
      if (custody !== null && at < custody.since)
        return `${custody.holder} has had custody since ${moment(custody.since)}; the goods cannot be handed over earlier`;
      return custody?.holder === step.to ? `${step.to} already has custody of the goods` : null;
    }
    case 'alarm-acknowledged':
      return entries.some(({ fact }) => 'excursion' in fact && fact.excursion.rule === step.rule)
        ? null
        : `no alarm of rule ${step.rule} was ever raised`;
    case 'receipt-signed':
      return refusalOfReceipt(entries, step, now);
  }
}

/** Says why a decision on receipt may not be signed now. Null where it may be signed. `now` is epoch milliseconds. */
export function refusalOfReceipt(
  entries: readonly Entry[],
  { corrects }: { readonly corrects: number | null },
  now: number,
): string | null {
  const { arrivedAt } = journeyRecorded(entries);
  if (arrivedAt === null) return 'the shipment has not arrived; declare its arrival first';
  if (arrivedAt > now)
    return `the arrival is declared for ${moment(arrivedAt)}; it cannot be signed before then`;
  const last = lastReceipt(entries);
  if (last === null)
    return corrects === null ? null : 'there is no signed decision to correct; leave "corrects" out';
  return corrects === last.sequence
    ? null
    : `the receipt is already signed: ${last.fact.decision}, entry ${last.sequence}; correct that entry ("corrects": ${last.sequence})`;
}

/**
 * The current holder of the goods, and since when. The time is the server's, because a handover has no device time.
 * Null before the first handover.
 */
export function custodyOf(entries: Facts): { readonly holder: string; readonly since: number } | null {
  shipmentOf(entries);
  const last = entries.findLast(({ fact }) => fact.kind === 'handed-over')?.fact;
  return last?.kind === 'handed-over' ? { holder: last.to, since: last.at } : null;
}
