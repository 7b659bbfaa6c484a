import { alarmsRecorded, isLouder, loudness, standingAlarm } from './alarms.ts';
import type { Entry } from './ledger.ts';

/** What comes and goes is told once a day. */
const tellAgainAfterMs = 86_400_000;

/**
 * Whether people are told of an entry. Of a rule one alarm stands for the whole shipment: what joins it is told only
 * where it is louder. That it is over is told once the rule has held for long enough, and only to whom it was news.
 */
export function isTold(entries: readonly Entry[], { fact, sequence, recordedAt }: Entry): boolean {
  const before = (): ReturnType<typeof alarmsRecorded> =>
    alarmsRecorded(entries.filter((entry) => entry.sequence < sequence));
  if (fact.kind === 'contact-lost' || fact.kind === 'contact-restored') return true;
  if (fact.kind === 'alarm-escalated') return true;
  if (fact.kind === 'finding-opened')
    return !entries.some((entry) => saysTheSame(entry, fact, sequence, recordedAt));
  if (fact.kind === 'excursion-opened') {
    const standing = standingAlarm(before(), fact.excursion.rule);
    if (standing === undefined || isLouder(loudness(fact.excursion), standing.severity)) return true;
    // What was told as over goes on.
    return !standing.isLive && fact.excursion.to === null;
  }
  if (fact.kind === 'excursion-withdrawn')
    // What still stands beside it says what there is to say.
    return before().some(({ excursions }) => excursions.size === 1 && excursions.has(fact.excursion.id));
  return fact.kind === 'alarm-cleared' && standingAlarm(before(), fact.rule)?.isLive === true;
}

type FindingOpened = Extract<Entry['fact'], { kind: 'finding-opened' }>;

/** Whether people heard of a finding already: that a shipment is late, or stands, from any of its devices. */
function saysTheSame(
  earlier: Entry,
  { device, finding }: FindingOpened,
  sequence: number,
  at: number,
): boolean {
  const { fact } = earlier;
  return (
    fact.kind === 'finding-opened' &&
    earlier.sequence < sequence &&
    at - earlier.recordedAt < tellAgainAfterMs &&
    fact.finding.kind === finding.kind &&
    fact.finding.subject === finding.subject &&
    (fact.device === device || finding.kind === 'late' || finding.kind === 'standing')
  );
}
