import { AlarmBook, isMoreSevere, effectiveSeverity } from './alarms.ts';
import type { Entry } from './ledger.ts';
import { declarationsOf } from './milestones.ts';

/** What comes and goes is told once a day. */
const notifyAgainAfterMs = 86_400_000;

/**
 * The sequences of the entries that people are told of. Of a rule one alarm stands for the whole shipment: what joins
 * it is told only where it is louder. That it is over is told once the rule has held for long enough, and only to whom
 * it was news. That a shipment is late, stands, or seems to have arrived is told once, from whichever of its devices.
 */
export function notifiableAmong(entries: readonly Entry[]): ReadonlySet<number> {
  const notified = new Set<number>();
  const alarms = new AlarmBook();
  const findings = new Map<string, number>();
  let arrivalAskedAt = -Infinity;
  for (const [index, entry] of entries.entries()) {
    if (entry.fact.kind === 'arrived') {
      // Whether the goods have arrived is asked once, whichever devices show it and however often.
      const isAsked =
        entry.fact.detectedBy !== null &&
        entry.recordedAt - arrivalAskedAt >= notifyAgainAfterMs &&
        declarationsOf(entries.slice(0, index), 'arrived').length === 0;
      if (!isAsked) continue;
      arrivalAskedAt = entry.recordedAt;
      notified.add(entry.sequence);
    } else if (isNotifiable(entry, alarms, findings)) {
      notified.add(entry.sequence);
      if (entry.fact.kind === 'finding-opened') findings.set(nameOf(entry.fact), entry.recordedAt);
    }
    alarms.take(entry);
  }
  return notified;
}

function isNotifiable(
  { fact, recordedAt }: Entry,
  alarms: AlarmBook,
  findings: ReadonlyMap<string, number>,
): boolean {
  if (fact.kind === 'contact-lost' || fact.kind === 'contact-restored') return true;
  if (fact.kind === 'alarm-escalated' || fact.kind === 'release-contradicted') return true;
  if (fact.kind === 'finding-opened') {
    const before = findings.get(nameOf(fact));
    if (before === undefined || fact.finding.kind === 'late') return before === undefined;
    return recordedAt - before >= notifyAgainAfterMs;
  }
  if (fact.kind === 'excursion-opened') {
    const standing = alarms.joinedBy(fact.excursion);
    if (standing === undefined || isMoreSevere(effectiveSeverity(fact.excursion), standing.severity))
      return true;
    // What was told as over goes on.
    return !standing.isLive && fact.excursion.to === null;
  }
  // What still stands beside it says what there is to say.
  if (fact.kind === 'excursion-withdrawn') return alarms.ownerOf(fact.excursion.id)?.excursions.size === 1;
  return fact.kind === 'alarm-cleared' && alarms.standing(fact.rule)?.isLive === true;
}

function nameOf({ device, finding }: Extract<Entry['fact'], { kind: 'finding-opened' }>): string {
  const { kind, subject } = finding;
  return JSON.stringify([kind, subject, kind === 'late' || kind === 'standing' ? '' : device]);
}
