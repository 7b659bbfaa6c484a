import { AlarmBook } from './alarms.ts';
import { effectiveSeverity } from './effective-severity.ts';
import { isMoreSevere } from '../model/severity.ts';
import { cancellationOf } from './cancellation.ts';
import type { Entry } from './ledger.ts';
import { declarationsOf } from './milestones.ts';

/** A diagnostic that comes and goes is notified at most once a day. */
const notifyAgainAfterMs = 86_400_000;

/**
 * The sequences of the entries that people are notified of. Each rule has one alarm for the whole shipment: an
 * excursion that joins it is notified only where it raises the severity. The end of an alarm is notified once the
 * rule has been met for long enough, and only where its excursion had been notified as in progress. A shipment that
 * is late, stationary or seems to have arrived is notified once, whichever of its devices shows it.
 */
export function notifiableAmong(entries: readonly Entry[]): ReadonlySet<number> {
  const notified = new Set<number>();
  const alarms = new AlarmBook();
  const findings = new Map<string, number>();
  let arrivalAskedAt = -Infinity;
  for (const [index, entry] of entries.entries()) {
    if (entry.fact.kind === 'arrived') {
      // People are asked once whether the goods have arrived, however many devices show it and however often.
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

/**
 * The entries of a ledger of which people are still to be notified; `notified` has the sequences of the others. After a
 * cancellation there are none.
 */
export function unnotifiedOf({
  entries,
  notified,
}: {
  readonly entries: readonly Entry[];
  readonly notified: { has(sequence: number): boolean };
}): readonly Entry[] {
  if (cancellationOf(entries) !== null) return [];
  const sequences = notifiableAmong(entries);
  return entries.filter(({ sequence }) => sequences.has(sequence) && !notified.has(sequence));
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
    const joined = alarms.joinedBy(fact.excursion);
    if (joined === undefined || isMoreSevere(effectiveSeverity(fact.excursion), joined.severity)) return true;
    // The excursion was notified as ended, but continues.
    return !joined.isLive && fact.excursion.to === null;
  }
  // The remaining excursions of the alarm already say what people need to know.
  if (fact.kind === 'excursion-withdrawn') return alarms.ownerOf(fact.excursion.id)?.excursions.size === 1;
  return fact.kind === 'alarm-cleared' && alarms.active(fact.rule)?.isLive === true;
}

function nameOf({ device, finding }: Extract<Entry['fact'], { kind: 'finding-opened' }>): string {
  const { kind, subject } = finding;
  return JSON.stringify([kind, subject, kind === 'late' || kind === 'standing' ? '' : device]);
}
