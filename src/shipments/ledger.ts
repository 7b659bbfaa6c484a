import type { Role } from '../model/device-role.ts';
import type { LedgerEvent, ProfileVersion, RecordedExcursion, SignedReceipt } from './ledger-event.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';

/** One entry of a shipment's ledger: who, when, why, what, chained to the entry before it. */
export type Entry = {
  readonly shipment: string;
  /** Counts from one. */
  readonly sequence: number;
  readonly recordedAt: number;
  readonly by: string;
  readonly why: string;
  readonly fact: LedgerEvent;
  /** Names the request that asked for it, so that one sent twice is taken once; absent where there was none. */
  readonly request?: string;
  /** Hash of the entry before; null for the first. */
  readonly previous: string | null;
  /** SHA-256 of the canonical JSON of all the above. */
  readonly hash: string;
};

/** What is about to be recorded. */
export type NewEntry = Pick<Entry, 'why' | 'fact' | 'request'>;

/** Facts in the order of a ledger. */
export type Facts = readonly { readonly fact: LedgerEvent }[];

/** What a shipment is called and whom it concerns, from its first entry. */
export function shipmentOf(entries: Facts): Extract<LedgerEvent, { kind: 'shipment-created' }> {
  const first = entries[0]?.fact;
  if (first?.kind !== 'shipment-created') throw new Error('the ledger does not begin with its shipment');
  return first;
}

/** A signed decision with its entry. */
export type ReceiptEntry = Entry & { readonly fact: SignedReceipt };

/** Every signed decision, corrected ones too, in the order in which they were signed. */
export function receiptsRecorded(entries: readonly Entry[]): readonly ReceiptEntry[] {
  return entries.filter((entry): entry is ReceiptEntry => entry.fact.kind === 'receipt-signed');
}

/** The signed decision that is in force; null before there is one. */
export function lastReceipt(entries: readonly Entry[]): ReceiptEntry | null {
  return receiptsRecorded(entries).at(-1) ?? null;
}

/** Where one excursion of the ledger stands. */
export type RecordedState = {
  readonly device: string;
  readonly excursion: RecordedExcursion;
  readonly state: 'open' | 'closed' | 'withdrawn' | 'merged';
};

/** The excursions of a ledger by id, in the order of their first opening. */
export function excursionsRecorded(entries: Facts): ReadonlyMap<string, RecordedState> {
  const recorded = new Map<string, RecordedState>();
  for (const { fact } of entries) {
    if (!('excursion' in fact)) continue;
    const { device, excursion } = fact;
    const state =
      fact.kind === 'excursion-opened'
        ? 'open'
        : fact.kind === 'excursion-withdrawn'
          ? 'withdrawn'
          : fact.mergedInto === null
            ? 'closed'
            : 'merged';
    recorded.set(excursion.id, { device, excursion, state });
  }
  return recorded;
}

const endsOutage: ReadonlySet<LedgerEvent['kind']> = new Set([
  'contact-restored',
  'sensor-declared',
  'device-attached',
  'device-detached',
]);

/** Since when each device of the ledger has been out of contact. */
export function outagesRecorded(entries: Facts): ReadonlyMap<string, number> {
  const silent = new Map<string, number>();
  for (const { fact } of entries)
    if (fact.kind === 'contact-lost') silent.set(fact.device, fact.at);
    else if (endsOutage.has(fact.kind) && 'device' in fact) silent.delete(fact.device);
  return silent;
}

/** The findings about a device that stand in the ledger. */
export function diagnosticsRecorded(entries: Facts, device: string): readonly Diagnostic[] {
  const standing = new Map<string, Diagnostic>();
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'device-attached' || fact.kind === 'device-detached') standing.clear();
    if (fact.kind !== 'finding-opened' && fact.kind !== 'finding-closed') continue;
    const key = `${fact.finding.kind} ${fact.finding.subject}`;
    if (fact.kind === 'finding-opened') standing.set(key, fact.finding);
    else standing.delete(key);
  }
  return [...standing.values()];
}

/** A device's time with a shipment, as the ledger has it. Times are device times. */
export type Attachment = {
  readonly device: string;
  readonly since: number;
  /** Null while it is attached. */
  readonly detachedAt: number | null;
  readonly intervalMs: number;
  /** A spare judges the goods from the beginning as soon as a sensor that did has been declared. */
  readonly role: Role;
  readonly profile: ProfileVersion;
  readonly calibratedUntil: number | null;
  /** From when on a person declared that it does not judge; null where nobody did. */
  readonly declaredAt: number | null;
};

/** All attachments of a shipment, in the order in which they began. */
export function attachmentsRecorded(entries: Facts): readonly Attachment[] {
  const { profile } = shipmentOf(entries);
  const attachments: Attachment[] = [];
  let isReplaced = false;
  const last = (device: string): number => attachments.findLastIndex((each) => each.device === device);
  for (const { fact } of entries) {
    if (fact.kind === 'device-attached')
      attachments.push({
        device: fact.device,
        since: fact.since,
        detachedAt: null,
        intervalMs: fact.intervalMs,
        role: fact.role ?? 'product',
        profile: fact.profile ?? profile,
        calibratedUntil: fact.calibratedUntil ?? null,
        declaredAt: null,
      });
    if (fact.kind !== 'device-detached' && fact.kind !== 'sensor-declared') continue;
    const index =
      fact.kind === 'device-detached' && fact.since !== undefined
        ? attachments.findLastIndex((each) => each.device === fact.device && each.since === fact.since)
        : last(fact.device);
    if (index < 0) continue;
    const attachment = attachments[index]!;
    attachments[index] =
      fact.kind === 'device-detached'
        ? { ...attachment, detachedAt: fact.until }
        : { ...attachment, declaredAt: fact.at };
    isReplaced ||= fact.kind === 'sensor-declared' && attachment.role === 'product';
  }
  return attachments.map((each) =>
    isReplaced && each.role === 'spare' ? { ...each, role: 'product' } : each,
  );
}

/**
 * The present moment for a ledger (epoch milliseconds): not before its last entry, which a clock that has been set back
 * since then would leave out.
 */
export function presentOf(entries: readonly Pick<Entry, 'recordedAt'>[], now: number): number {
  return Math.max(now, entries.at(-1)?.recordedAt ?? -Infinity);
}
