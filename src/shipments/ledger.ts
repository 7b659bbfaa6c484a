import type { Role } from '../model/enumerations.ts';
import type { SignedReceipt } from './signed-receipt.ts';
import type { LedgerEvent, ProfileVersion, RecordedExcursion, ShipmentPlan } from './ledger-event.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';

/** One entry of a shipment's ledger: who, when, why and what, chained to the previous entry by its hash. */
export type Entry = {
  readonly shipment: string;
  /** Starts at 1. */
  readonly sequence: number;
  readonly recordedAt: number;
  readonly by: string;
  readonly why: string;
  readonly fact: LedgerEvent;
  /**
   * Identifies the request that asked for the entry, so that a repeated request is executed once. Absent where there
   * was no request.
   */
  readonly request?: string;
  /** Hash of the previous entry; null for the first. */
  readonly previous: string | null;
  /** SHA-256 of the canonical JSON of all fields above. */
  readonly hash: string;
};

/** An entry that is about to be recorded. */
export type NewEntry = Pick<Entry, 'why' | 'fact' | 'request'>;

/** Ledger events in the order of the ledger. */
export type Facts = readonly { readonly fact: LedgerEvent }[];

/** The plan of the shipment that is in force: as it was last changed, else as it was created. */
export function shipmentOf(entries: Facts): ShipmentPlan {
  const [first] = entries;
  if (first?.fact.kind !== 'shipment-created') throw new Error('the ledger does not begin with its shipment');
  return entries.findLast(isPlanChange)?.fact.plan ?? first.fact;
}

function isPlanChange(entry: Facts[number]): entry is { readonly fact: PlanChanged } {
  return entry.fact.kind === 'plan-changed';
}

type PlanChanged = Extract<LedgerEvent, { kind: 'plan-changed' }>;

/** A signed decision with its entry. */
export type ReceiptEntry = Entry & { readonly fact: SignedReceipt };

/** Every signed decision, including corrected ones, in the order of signing. */
export function receiptsRecorded(entries: readonly Entry[]): readonly ReceiptEntry[] {
  return entries.filter((entry): entry is ReceiptEntry => entry.fact.kind === 'receipt-signed');
}

/** The signed decision in force; null before there is one. */
export function lastReceipt(entries: readonly Entry[]): ReceiptEntry | null {
  return receiptsRecorded(entries).at(-1) ?? null;
}

/** The current state of one excursion of the ledger. */
export type RecordedState = {
  readonly device: string;
  readonly excursion: RecordedExcursion;
  readonly state: 'open' | 'closed' | 'withdrawn' | 'merged';
};

/** The excursions of a ledger by id, in the order in which they first opened. */
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

/** The devices that the ledger has as offline, each with the device time since which it is. */
export function outagesRecorded(entries: Facts): ReadonlyMap<string, number> {
  const offline = new Map<string, number>();
  for (const { fact } of entries)
    if (fact.kind === 'contact-lost') offline.set(fact.device, fact.at);
    else if (endsOutage.has(fact.kind) && 'device' in fact) offline.delete(fact.device);
  return offline;
}

/** The diagnostics of a device that are open in the ledger. */
export function diagnosticsRecorded(entries: Facts, device: string): readonly Diagnostic[] {
  const open = new Map<string, Diagnostic>();
  for (const { fact } of entries) {
    if (!('device' in fact) || fact.device !== device) continue;
    if (fact.kind === 'device-attached' || fact.kind === 'device-detached') open.clear();
    if (fact.kind !== 'finding-opened' && fact.kind !== 'finding-closed') continue;
    const key = `${fact.finding.kind} ${fact.finding.subject}`;
    if (fact.kind === 'finding-opened') open.set(key, fact.finding);
    else open.delete(key);
  }
  return [...open.values()];
}

/** A device's time with a shipment, according to the ledger. Times are device times in epoch milliseconds. */
export type Attachment = {
  readonly device: string;
  readonly since: number;
  /** Null while the device is attached. */
  readonly detachedAt: number | null;
  readonly intervalMs: number;
  /** A spare counts as a sensor of the goods, from its beginning, once such a sensor has been declared unfit. */
  readonly role: Role;
  readonly profile: ProfileVersion;
  /** The ids of the products that it stands for; null where it stands for all. */
  readonly products: readonly string[] | null;
  readonly calibratedUntil: number | null;
  /** Device time from which on, as a person declared, it is no longer evaluated. Null where nobody declared that. */
  readonly declaredAt: number | null;
};

/** Whether an attachment is that of a file which was set aside: nothing that it read is evaluated. */
export function isSetAside({ since, declaredAt }: Pick<Attachment, 'since' | 'declaredAt'>): boolean {
  // A sensor cannot be declared unfit before it was attached.
  return declaredAt !== null && declaredAt < since;
}

/** All attachments of a shipment, in the order in which they began. */
export function attachmentsRecorded(entries: Facts): readonly Attachment[] {
  const { profile } = shipmentOf(entries);
  const attachments: Attachment[] = [];
  const setAside = new Set<string>();
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
        products: fact.products ?? null,
        calibratedUntil: fact.calibratedUntil ?? null,
        declaredAt: null,
      });
    if (fact.kind === 'file-set-aside') setAside.add(fact.device);
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
  return attachments
    .map((each) => (isReplaced && each.role === 'spare' ? { ...each, role: 'product' as const } : each))
    .map((each) => (setAside.has(each.device) ? { ...each, declaredAt: each.since - 1 } : each));
}

/**
 * The present moment for a ledger, in epoch milliseconds. It is never before the last entry, which would otherwise be
 * left out after a clock was set back.
 */
export function presentOf(entries: readonly Pick<Entry, 'recordedAt'>[], now: number): number {
  return Math.max(now, entries.at(-1)?.recordedAt ?? -Infinity);
}
