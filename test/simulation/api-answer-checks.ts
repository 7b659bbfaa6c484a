import type { ApiAnswers } from './api-answers.ts';
import { contradictionViolations } from './contradiction-checks.ts';
import type { LedgerWithProfile } from './notification-checks.ts';
import { readingsShownViolations } from './readings-shown-checks.ts';
import { shownViolations } from './shown-checks.ts';
import { assignmentsByDesign } from './assignments-by-design.ts';
import type { TracedMessage } from './traffic.ts';
import { understoodMessagesOf } from './understood-messages.ts';

/** Checks what the API shows of each shipment against its ledger and what its devices sent. */
export function answerViolations(
  answers: readonly ApiAnswers[],
  ledgers: readonly LedgerWithProfile[],
  received: readonly TracedMessage[],
  asOf: number,
): string[] {
  return ledgers.flatMap(({ entries, profile }) => {
    const { shipment } = entries[0]!;
    const own = answers.find((each) => each.shipment === shipment);
    if (own === undefined) return [`${shipment}: the API shows nothing of it`];
    const times = assignmentsByDesign(entries, asOf);
    return [
      ...contradictionViolations(entries, received, profile),
      ...shownViolations(own, entries),
      ...own.devices.flatMap((each) =>
        readingsShownViolations(each, times, understoodMessagesOf(received, each.device).rows),
      ),
    ].map((each) => `${shipment}: ${each}`);
  });
}
