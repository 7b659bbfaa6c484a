import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { toldAs } from './told-sentences.ts';
import { DetectedArrivals } from './detected-arrivals.ts';
import {
  AlarmsByDesign,
  type Severity,
  isAskedAgain,
  lowered,
  severityOfOpened,
} from './alarms-by-design.ts';

const day = 24 * 60 * 60_000;
const alwaysNotified: ReadonlySet<LedgerEvent['kind']> = new Set<LedgerEvent['kind']>([
  'contact-lost',
  'contact-restored',
  'alarm-escalated',
  'release-contradicted',
]);

/** An entry that people must be notified of: to whom, at which severity, and what the message must contain. */
export type NotifiableByDesign = {
  readonly entry: Entry;
  readonly severity: Severity;
  /** Who must be notified, and who may be. */
  readonly audience: readonly string[];
  readonly mayReceive: readonly string[];
  /** Whether the excursion is ongoing when it is notified. It then also covers the ended ones of the same rule. */
  readonly isLive: boolean;
  readonly rule: string | null;
  /** Times (epoch milliseconds) and other words that the message must contain. */
  readonly moments: readonly number[];
  readonly words: readonly string[];
  /** The value farthest outside the limit; null if off the scale, undefined if the entry is not about a limit. */
  readonly peak: number | null | undefined;
  /** Device times of detected arrivals that nobody has declared yet. The message asks about them first. */
  readonly asks: readonly number[];
};

/**
 * The entries of a ledger that people must be notified of, by the design page alone: section 4 and ADR 6, 17 and 19.
 */
export function notifiableByDesign(entries: readonly Entry[]): NotifiableByDesign[] {
  const notifiable: NotifiableByDesign[] = [];
  const alarms = new AlarmsByDesign();
  const findings = new Map<string, number>();
  const arrivals = new DetectedArrivals();
  let askedAt = -Infinity;
  for (const [index, entry] of entries.entries()) {
    const { fact, recordedAt } = entry;
    const isNewQuestion = recordedAt - askedAt >= day && !arrivals.areDeclared;
    const isNotified =
      fact.kind === 'arrived'
        ? fact.detectedBy !== null && isNewQuestion
        : isNotifiable(entry, alarms, findings);
    const parts = isNotified ? partsOf(fact, entries.slice(0, index), alarms) : null;
    if (isNotified && fact.kind === 'arrived') askedAt = recordedAt;
    if (isNotified && fact.kind === 'finding-opened') findings.set(nameOf(fact), recordedAt);
    alarms.read(entry);
    arrivals.read(fact);
    if (parts !== null)
      notifiable.push({ entry, ...parts, asks: fact.kind === 'arrived' ? [] : arrivals.asked() });
  }
  return notifiable;
}

function isNotifiable(
  { fact, recordedAt }: Entry,
  alarms: AlarmsByDesign,
  findings: ReadonlyMap<string, number>,
): boolean {
  if (fact.kind === 'finding-opened') {
    // A diagnostic that comes and goes is notified once a day at most, lateness only once.
    const before = findings.get(nameOf(fact));
    return before === undefined || (fact.finding.kind !== 'late' && recordedAt - before >= day);
  }
  if (fact.kind === 'excursion-opened') {
    const alarm = alarms.joinedBy(fact);
    return alarm === undefined || isAskedAgain(alarm, fact);
  }
  // While another excursion of the alarm remains, that one needs no further notification.
  if (fact.kind === 'excursion-withdrawn') return alarms.ofExcursion(fact.excursion.id)?.ends.size === 1;
  if (fact.kind === 'alarm-cleared') {
    const alarm = alarms.last(fact.rule);
    return alarm?.endedAt === null && alarm.wentOn;
  }
  return alwaysNotified.has(fact.kind);
}

/** Lateness and a stationary vehicle belong to the shipment, whichever device shows them. */
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
  const plain = { audience, mayReceive: audience, isLive: false, rule: null, peak: undefined, words: [] };
  if (fact.kind === 'contact-lost') return { ...plain, severity: 'minor', moments: [fact.at] };
  if (fact.kind === 'contact-restored') return { ...plain, severity: 'info', moments: [fact.at] };
  if (fact.kind === 'finding-opened') {
    const { severity, sentence, kind } = fact.finding;
    const own = kind === 'channel-unreadable' ? 'major' : severity;
    return { ...plain, severity: own, moments: [], words: [toldAs(sentence).slice(1).replace(/\.$/, '')] };
  }
  if (fact.kind === 'arrived') return { ...plain, severity: 'info', moments: [fact.at], words: ['Confirm?'] };
  if (fact.kind === 'excursion-opened') {
    const { rule, from, to, firedAt, peak } = fact.excursion;
    const moments = [from, firedAt, ...(to === null ? [] : [to])];
    return { ...plain, severity: severityOfOpened(fact), isLive: to === null, rule, peak, moments };
  }
  if (fact.kind === 'excursion-withdrawn') {
    const { rule, severity, from, peak } = fact.excursion;
    return { ...plain, severity: lowered(severity), rule, peak, moments: [from], words: ['ithdrawn'] };
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
      mayReceive: to,
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
      mayReceive: [...audience, ...persons(receipts)],
      moments: signed?.kind === 'receipt-signed' ? [signed.signature.signedAt] : [],
      words: [
        fact.recommendation,
        ...(signed?.kind === 'receipt-signed' ? [signed.signature.signer.name] : []),
        ...fact.failed.map(({ device, rule }) => `${device} ${rule}`),
      ],
    };
  }
  throw new RangeError(`nobody is notified of ${fact.kind}`);
}
