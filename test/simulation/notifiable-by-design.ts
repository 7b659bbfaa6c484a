import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { ArrivalsShown } from './arrivals-shown.ts';
import {
  AlarmsByDesign,
  type Severity,
  isAskedAnew,
  oneLower,
  severityOfOpened,
} from './alarms-by-design.ts';

const day = 24 * 60 * 60_000;
const alwaysNotified: ReadonlySet<LedgerEvent['kind']> = new Set<LedgerEvent['kind']>([
  'contact-lost',
  'contact-restored',
  'alarm-escalated',
  'release-contradicted',
]);

/** An entry that people are to hear of: from whom it has to come, how loud, and what has to be in it. */
export type NotifiableByDesign = {
  readonly entry: Entry;
  readonly severity: Severity;
  /** Who has to hear of it, and who may. */
  readonly audience: readonly string[];
  readonly mayHear: readonly string[];
  /** Whether it goes on while it is told: then it speaks for what is over of the same rule. */
  readonly isLive: boolean;
  readonly rule: string | null;
  /** Epoch milliseconds of the moments that it has to name, and other words that it has to have. */
  readonly moments: readonly number[];
  readonly words: readonly string[];
  /** How far it went outside; undefined where it is about nothing of that kind, null off the scale. */
  readonly peak: number | null | undefined;
  /** Device times of arrivals that positions show while nobody has declared one: people are asked about it first. */
  readonly asks: readonly number[];
};

/** What of a ledger people are to hear of, by the design page alone: section 4 and ADR 6, 17 and 19. */
export function notifiableByDesign(entries: readonly Entry[]): NotifiableByDesign[] {
  const told: NotifiableByDesign[] = [];
  const alarms = new AlarmsByDesign();
  const findings = new Map<string, number>();
  const arrivals = new ArrivalsShown();
  let askedAt = -Infinity;
  for (const [index, entry] of entries.entries()) {
    const { fact, recordedAt } = entry;
    const isNewQuestion = recordedAt - askedAt >= day && !arrivals.areDeclared;
    const isTold =
      fact.kind === 'arrived'
        ? fact.detectedBy !== null && isNewQuestion
        : isToldOfFact(entry, alarms, findings);
    const parts = isTold ? partsOf(fact, entries.slice(0, index), alarms) : null;
    if (isTold && fact.kind === 'arrived') askedAt = recordedAt;
    if (isTold && fact.kind === 'finding-opened') findings.set(nameOf(fact), recordedAt);
    alarms.read(entry);
    arrivals.read(fact);
    if (parts !== null) told.push({ entry, ...parts, asks: fact.kind === 'arrived' ? [] : arrivals.asked() });
  }
  return told;
}

function isToldOfFact(
  { fact, recordedAt }: Entry,
  alarms: AlarmsByDesign,
  findings: ReadonlyMap<string, number>,
): boolean {
  if (fact.kind === 'finding-opened') {
    // What comes and goes is said once a day; lateness once.
    const before = findings.get(nameOf(fact));
    return before === undefined || (fact.finding.kind !== 'late' && recordedAt - before >= day);
  }
  if (fact.kind === 'excursion-opened') {
    const alarm = alarms.joinedBy(fact);
    return alarm === undefined || isAskedAnew(alarm, fact);
  }
  // While another excursion of the alarm stands, that says what there is to say.
  if (fact.kind === 'excursion-withdrawn') return alarms.ofExcursion(fact.excursion.id)?.ends.size === 1;
  if (fact.kind === 'alarm-cleared') {
    const alarm = alarms.last(fact.rule);
    return alarm?.endedAt === null && alarm.wentOn;
  }
  return alwaysNotified.has(fact.kind);
}

/** Lateness and standing are of the shipment, whichever of its devices shows it. */
function nameOf({
  device,
  finding: { kind, subject },
}: Extract<LedgerEvent, { kind: 'finding-opened' }>): string {
  return [kind, subject, kind === 'late' || kind === 'standing' ? '' : device].join(' ');
}

type Parts = Omit<NotifiableByDesign, 'entry' | 'asks'>;

function partsOf(fact: LedgerEvent, before: readonly Entry[], alarms: AlarmsByDesign): Parts {
  const created = before[0]!.fact as Extract<LedgerEvent, { kind: 'shipment-created' }>;
  const { audience } = created;
  const plain = { audience, mayHear: audience, isLive: false, rule: null, peak: undefined, words: [] };
  if (fact.kind === 'contact-lost') return { ...plain, severity: 'minor', moments: [fact.at] };
  if (fact.kind === 'contact-restored') return { ...plain, severity: 'info', moments: [fact.at] };
  if (fact.kind === 'finding-opened') {
    const { severity, sentence, kind } = fact.finding;
    const own = kind === 'channel-unreadable' ? 'major' : severity;
    return { ...plain, severity: own, moments: [], words: [sentence.slice(1).replace(/\.$/, '')] };
  }
  if (fact.kind === 'arrived') return { ...plain, severity: 'info', moments: [fact.at], words: ['Confirm?'] };
  if (fact.kind === 'excursion-opened') {
    const { rule, from, to, firedAt, peak } = fact.excursion;
    const moments = [from, firedAt, ...(to === null ? [] : [to])];
    return { ...plain, severity: severityOfOpened(fact), isLive: to === null, rule, peak, moments };
  }
  if (fact.kind === 'excursion-withdrawn') {
    const { rule, severity, from, peak } = fact.excursion;
    return { ...plain, severity: oneLower(severity), rule, peak, moments: [from], words: ['ithdrawn'] };
  }
  if (fact.kind === 'alarm-cleared') {
    const { severity, ends } = alarms.last(fact.rule)!;
    const end = Math.max(...[...ends.values()].map((each) => each ?? -Infinity));
    return { ...plain, severity, rule: fact.rule, moments: [Number.isFinite(end) ? end : fact.at] };
  }
  if (fact.kind === 'alarm-escalated') {
    const { severity, raisedAt, since } = alarms.last(fact.rule)!;
    const to = [fact.to];
    return {
      ...plain,
      audience: to,
      mayHear: to,
      severity,
      rule: fact.rule,
      moments: [raisedAt, since],
      words: to,
    };
  }
  if (fact.kind === 'release-contradicted') {
    const receipts = before.flatMap(({ fact: each }) => (each.kind === 'receipt-signed' ? [each] : []));
    const persons = (of: typeof receipts): string[] =>
      of.map(({ signature: { signer } }) => `person:${signer.username}`);
    const released = receipts.filter(({ decision }) => decision.endsWith('released'));
    const signed = before[fact.signed - 1]?.fact;
    return {
      ...plain,
      severity: 'critical',
      audience: [...audience, ...persons(released)],
      mayHear: [...audience, ...persons(receipts)],
      moments: signed?.kind === 'receipt-signed' ? [signed.signature.signedAt] : [],
      words: [
        fact.recommendation,
        ...(signed?.kind === 'receipt-signed' ? [signed.signature.signer.name] : []),
        ...fact.failed.map(({ device, rule }) => `${device} ${rule}`),
      ],
    };
  }
  throw new RangeError(`nobody is to hear of ${fact.kind}`);
}
