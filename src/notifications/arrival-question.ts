import { seemsToHaveArrived } from '../model/wording.ts';
import type { NotifiableEvent } from '../shipments/ledger-event.ts';
import type { Entry } from '../shipments/ledger.ts';
import { journeyRecorded } from '../shipments/milestones.ts';
import type { Times } from './message-parts.ts';

/** What a message begins with while an arrival is only inferred, because somebody has to confirm it; otherwise null. */
export function arrivalQuestion(
  entries: readonly Entry[],
  fact: NotifiableEvent,
  { time }: Times,
): string | null {
  if (fact.kind === 'arrived') return seemsToHaveArrived(fact.at, time(fact.at));
  const { arrivedAt, inferred } = journeyRecorded(entries);
  if (arrivedAt !== null || inferred.arrivedAt === null) return null;
  return seemsToHaveArrived(inferred.arrivedAt, time(inferred.arrivedAt));
}
