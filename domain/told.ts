import { AlarmBook, isLouder, loudness } from './alarms.ts';
import type { Entry } from './ledger.ts';

/** What comes and goes is told once a day. */
const tellAgainAfterMs = 86_400_000;

/**
 * The sequences of the entries that people are told of. Of a rule one alarm stands for the whole shipment: what joins
 * it is told only where it is louder. That it is over is told once the rule has held for long enough, and only to whom
 * it was news. That a shipment is late, or stands, is told once, from whichever of its devices.
 */
export function toldAmong(entries: readonly Entry[]): ReadonlySet<number> {
  const told = new Set<number>();
  const alarms = new AlarmBook();
  const findings = new Map<string, number>();
  for (const entry of entries) {
    if (isTold(entry, alarms, findings)) told.add(entry.sequence);
    alarms.take(entry);
    if (entry.fact.kind === 'finding-opened') findings.set(nameOf(entry.fact), entry.recordedAt);
  }
  return told;
}

function isTold(
  { fact, recordedAt }: Entry,
  before: AlarmBook,
  findings: ReadonlyMap<string, number>,
): boolean {
  if (fact.kind === 'contact-lost' || fact.kind === 'contact-restored') return true;
  if (fact.kind === 'alarm-escalated') return true;
  if (fact.kind === 'finding-opened')
    return recordedAt - (findings.get(nameOf(fact)) ?? -Infinity) >= tellAgainAfterMs;
  if (fact.kind === 'excursion-opened') {
    const standing = before.joinedBy(fact.excursion);
    if (standing === undefined || isLouder(loudness(fact.excursion), standing.severity)) return true;
    // What was told as over goes on.
    return !standing.isLive && fact.excursion.to === null;
  }
  // What still stands beside it says what there is to say.
  if (fact.kind === 'excursion-withdrawn') return before.ownerOf(fact.excursion.id)?.excursions.size === 1;
  return fact.kind === 'alarm-cleared' && before.standing(fact.rule)?.isLive === true;
}

function nameOf({ device, finding }: Extract<Entry['fact'], { kind: 'finding-opened' }>): string {
  const { kind, subject } = finding;
  return JSON.stringify([kind, subject, kind === 'late' || kind === 'standing' ? '' : device]);
}
