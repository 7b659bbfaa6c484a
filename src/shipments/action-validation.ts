import { moment } from '../model/wording.ts';
import { type Action, actions } from './actions/actions.ts';
import type { RefusalOf } from './actions/refusal-of.ts';
import { refusalAfterCancellation } from './cancellation.ts';
import { type Entry, attachmentsRecorded } from './ledger.ts';
import { journeyRecorded } from './milestones.ts';

/** How far a client's clock may run ahead of the server's. */
const aheadMs = 10 * 60_000;

/**
 * Says why an action is not allowed, given the ledger, and what would help. Null where the action is allowed. Nothing is
 * allowed after a cancellation. `now` is the server's time in epoch milliseconds.
 */
export function refusalOf(entries: readonly Entry[], step: Action, now: number): string | null {
  const cancelled = refusalAfterCancellation(entries);
  if (cancelled !== null) return cancelled;
  const at = 'at' in step ? step.at : step.kind === 'device-detached' ? step.until : now;
  if (at > now + aheadMs) return `${moment(at)} is in the future; give a past time`;
  const { departedAt, arrivedAt } = journeyRecorded(entries);
  const attachments = attachmentsRecorded(entries);
  const refusal = actions[step.kind] as RefusalOf<Action['kind']>;
  return refusal(step, { entries, departedAt, arrivedAt, attachments, now });
}
