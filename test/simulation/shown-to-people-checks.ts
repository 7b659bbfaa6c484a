import type { Answers } from './shown.ts';
import { contradictionViolations } from './contradiction-checks.ts';
import type { LedgerWithProfile } from './notification-checks.ts';
import { readingsShownViolations } from './readings-shown-checks.ts';
import { shownViolations } from './shown-checks.ts';
import { timesWithGoods } from './times-with-goods.ts';
import type { Heard } from './traffic.ts';
import { understoodOf } from './understood.ts';

/** What the API shows of each shipment that does not follow from its ledger and from what its devices sent. */
export function answerViolations(
  answers: readonly Answers[],
  ledgers: readonly LedgerWithProfile[],
  heard: readonly Heard[],
  asOf: number,
): string[] {
  return ledgers.flatMap(({ entries, profile }) => {
    const { shipment } = entries[0]!;
    const own = answers.find((each) => each.shipment === shipment);
    if (own === undefined) return [`${shipment}: nothing is shown of it`];
    const times = timesWithGoods(entries, asOf);
    return [
      ...contradictionViolations(entries, heard, profile),
      ...shownViolations(own, entries),
      ...own.devices.flatMap((each) =>
        readingsShownViolations(each, times, understoodOf(heard, each.device).rows),
      ),
    ].map((each) => `${shipment}: ${each}`);
  });
}
