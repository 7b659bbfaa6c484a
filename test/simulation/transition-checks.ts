import { excursionsOf } from '../../src/evaluation/measure-record.ts';
import {
  type Attachment,
  type Entry,
  attachmentsRecorded,
  excursionsRecorded,
} from '../../src/shipments/ledger.ts';
import { journeyRecorded } from '../../src/shipments/milestones.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { type Record, spanOf } from '../../src/shipments/sensor-verdict.ts';

/** The ledger must contain each excursion of the evaluated record exactly once. */
export function transitionViolations(
  entries: readonly Entry[],
  attachment: Attachment,
  { readings, profile }: Record,
  asOf: number,
): string[] {
  const { device, since } = attachment;
  const { context, from, to, open } = spanOf(entries, attachment, profile, asOf, journeyRecorded(entries));
  const next = Math.min(
    ...attachmentsRecorded(entries)
      .filter((each) => each.device === device && each.since > since)
      .map((each) => each.since),
    Infinity,
  );
  const computed = excursionsOf(recordOf(readings), profile, { from, to, open, phases: context.phases });
  const remaining = [...excursionsRecorded(entries).values()].filter(
    (each) =>
      each.device === device &&
      ['open', 'closed'].includes(each.state) &&
      each.excursion.from >= since &&
      each.excursion.from < next,
  );
  const violations: string[] = [];
  for (const each of computed) {
    const same = remaining.filter(
      ({ excursion }) =>
        excursion.rule === each.rule &&
        excursion.from <= (each.to ?? Infinity) &&
        each.from <= (excursion.to ?? Infinity),
    );
    const state = each.to === null ? 'open' : 'closed';
    // An excursion recorded as one may since have split in two: its notification remains. What a cumulative rule counts
    // after its first end is not notified again.
    const { allowance } = profile.rules.find(({ id }) => id === each.rule)!;
    const states = allowance.mode === 'cumulative' && state === 'open' ? ['open', 'closed'] : [state];
    if (!same.some((recorded) => states.includes(recorded.state)))
      violations.push(
        `${device}: ${each.rule} from ${new Date(each.from).toISOString()} is ${state}, and ${same.map((recorded) => recorded.state).join() || 'not'} in the ledger`,
      );
  }
  if (remaining.length !== computed.length)
    violations.push(
      `${device}: the ledger has ${remaining.length} excursions, the record ${computed.length}`,
    );
  return violations;
}
