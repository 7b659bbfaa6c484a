import { type Entry } from './ledger.ts';
import { journeyRecorded } from './milestones.ts';
import type { Profile } from '../model/profile.ts';
import type { RecordVerdict } from '../model/verdict.ts';
import { duration, moment } from '../model/wording.ts';

/**
 * Says where no deciding sensor was with the goods, from the departure or the first sensor's beginning to the end of
 * the journey. It reports gaps longer than the profile allows, or a larger share of unmonitored time than it allows.
 * Null where coverage is sufficient.
 */
export function coverageGapInWords(
  entries: readonly Entry[],
  deciding: readonly { readonly judgement: Pick<RecordVerdict, 'span'> }[],
  asOf: number,
  bounds: readonly Profile[],
): string | null {
  const spans = deciding.map(
    ({ judgement: { span } }) => [Date.parse(span.from), Date.parse(span.to)] as const,
  );
  const { departedAt, arrivedAt } = journeyRecorded(entries);
  const longestGapMs = Math.min(...bounds.map((each) => each.longestGapMs));
  const minimumCoverage = Math.max(...bounds.map((each) => each.minimumCoverage));
  const begin = Math.min(...spans.map(([from]) => from), departedAt ?? Infinity);
  const end = Math.min(asOf, arrivedAt ?? asOf);
  let coveredUntil = begin;
  let unwatchedMs = 0;
  for (const [from, to] of [...spans.toSorted((a, b) => a[0] - b[0]), [end, end] as const]) {
    const gapMs = Math.min(from, end) - coveredUntil;
    if (gapMs > longestGapMs)
      return `No sensor monitored the goods from ${moment(coveredUntil)} to ${moment(Math.min(from, end))}.`;
    unwatchedMs += Math.max(0, gapMs);
    coveredUntil = Math.max(coveredUntil, to);
  }
  return unwatchedMs > (1 - minimumCoverage) * (end - begin)
    ? `No sensor monitored the goods for ${duration(unwatchedMs)} of the journey in total.`
    : null;
}
