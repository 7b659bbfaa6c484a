import type { SignedReceipt } from '../../src/shipments/signed-receipt.ts';
import type { LedgerEvent, RecordedExcursion, ShipmentPlan } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import type { Diagnostic } from '../../src/evaluation/diagnostics/diagnostic.ts';
import { minute, start } from './series.ts';
import { createdShipment } from './shipment.ts';

/** Returns the time some minutes after the start of every synthetic record. */
export function at(minutes: number): number {
  return start + minutes * minute;
}

type Of<Kind extends LedgerEvent['kind']> = Extract<LedgerEvent, { kind: Kind }>;

export function created(fields: Partial<Of<'shipment-created'>> = {}): Of<'shipment-created'> {
  return { kind: 'shipment-created', ...createdShipment, ...fields };
}

/** A plan with these fields in place of those of the plan that every ledger begins with. */
export function plan(fields: Partial<ShipmentPlan> = {}): ShipmentPlan {
  return { ...createdShipment, ...fields };
}

export function planChanged(fields: Partial<ShipmentPlan> = {}): Of<'plan-changed'> {
  return { kind: 'plan-changed', plan: plan(fields) };
}

export const cancelled: Of<'shipment-cancelled'> = { kind: 'shipment-cancelled' };

/** A ledger event, with the time it was recorded where that matters. */
export type Recorded = LedgerEvent | readonly [recordedAt: number, fact: LedgerEvent];

/**
 * A ledger that starts with its shipment; each entry is recorded a minute after the previous one, or at the given time.
 */
export function ledger(...facts: readonly Recorded[]): Entry[] {
  const [first] = facts;
  const begins = first !== undefined && ('kind' in first ? first : first[1]).kind === 'shipment-created';
  return (begins ? facts : [created(), ...facts]).map((each, index) => ({
    shipment: 'S-1',
    sequence: index + 1,
    recordedAt: 'kind' in each ? at(index) : each[0],
    by: 'Ann',
    why: 'test',
    fact: 'kind' in each ? each : each[1],
    previous: index === 0 ? null : `${index}`.padStart(64, '0'),
    hash: `${index + 1}`.padStart(64, '0'),
  }));
}

export function linkCreated(fields: Partial<Of<'link-created'>> = {}): Of<'link-created'> {
  const link = 'a1b2c3d4e5f6';
  return { kind: 'link-created', link, purpose: 'Delivery', permits: 'look', endsAt: at(600), ...fields };
}

export function linkOpened({ link, purpose } = linkCreated()): Of<'link-opened'> {
  return { kind: 'link-opened', link, purpose };
}

export function linkRevoked({ link, purpose } = linkCreated()): Of<'link-revoked'> {
  return { kind: 'link-revoked', link, purpose };
}

export function attached(
  device: string,
  since = at(0),
  fields: Partial<Of<'device-attached'>> = {},
): Of<'device-attached'> {
  return { kind: 'device-attached', device, since, intervalMs: 10 * minute, ...fields };
}

export function detached(device: string, until: number, since?: number): Of<'device-detached'> {
  return { kind: 'device-detached', device, until, ...(since !== undefined && { since }) };
}

export function departed(when: number, detectedBy: string | null = null): Of<'departed'> {
  return { kind: 'departed', at: when, detectedBy };
}

export function arrived(when: number, detectedBy: string | null = null): Of<'arrived'> {
  return { kind: 'arrived', at: when, detectedBy };
}

export function takenBack(
  milestone: 'departed' | 'arrived',
  when: number,
  detectedBy: string | null = null,
): Of<'milestone-withdrawn'> {
  return { kind: 'milestone-withdrawn', milestone, at: when, detectedBy };
}

export function declared(device: string, when: number): Of<'sensor-declared'> {
  return { kind: 'sensor-declared', device, fate: 'broken', at: when };
}

/** An excursion of rule "warm" that began at the start, fired 20 minutes later and is still open. */
export function excursion(fields: Partial<RecordedExcursion> = {}): RecordedExcursion {
  const from = fields.from ?? at(0);
  return {
    id: 'e1',
    rule: 'warm',
    severity: 'major',
    from,
    to: null,
    firedAt: from + 20 * minute,
    observedMs: 20 * minute,
    peak: 9,
    endedBy: fields.to == null ? null : 'in-range',
    ...fields,
  };
}

type ExcursionOf = Partial<RecordedExcursion> & { readonly device?: string };

export function opened({ device = 'lid', ...fields }: ExcursionOf = {}): Of<'excursion-opened'> {
  return { kind: 'excursion-opened', device, position: null, excursion: excursion(fields) };
}

export function closed(
  { device = 'lid', to = at(30), ...fields }: ExcursionOf = {},
  mergedInto: string | null = null,
): Of<'excursion-closed'> {
  return {
    kind: 'excursion-closed',
    device,
    position: null,
    excursion: excursion({ ...fields, to }),
    mergedInto,
  };
}

export function withdrawn({ device = 'lid', ...fields }: ExcursionOf = {}): Of<'excursion-withdrawn'> {
  return { kind: 'excursion-withdrawn', device, position: null, excursion: excursion(fields) };
}

export function cleared(when: number, rule = 'warm', device = 'lid'): Of<'alarm-cleared'> {
  return { kind: 'alarm-cleared', device, position: null, rule, at: when };
}

export function acknowledged(rule = 'warm'): Of<'alarm-acknowledged'> {
  return { kind: 'alarm-acknowledged', rule, comment: 'seen' };
}

export function escalated(to: string, rule = 'warm'): Of<'alarm-escalated'> {
  return { kind: 'alarm-escalated', device: 'lid', position: null, rule, severity: 'major', to };
}

export function lost(device: string, when: number): Of<'contact-lost'> {
  return { kind: 'contact-lost', device, position: null, at: when };
}

export function restored(
  device: string,
  when: number,
  fields: Partial<Of<'contact-restored'>> = {},
): Of<'contact-restored'> {
  return { kind: 'contact-restored', device, position: null, at: when, ...fields };
}

export function finding(fields: Partial<Diagnostic> = {}): Diagnostic {
  return {
    kind: 'battery-low',
    subject: '',
    severity: 'minor',
    from: at(0),
    to: null,
    sentence: 'The battery is low.',
    ...fields,
  };
}

export function found(device: string, fields: Partial<Diagnostic> = {}): Of<'finding-opened'> {
  return { kind: 'finding-opened', device, position: null, finding: finding(fields) };
}

export function foundNoMore(device: string, fields: Partial<Diagnostic> = {}): Of<'finding-closed'> {
  return { kind: 'finding-closed', device, position: null, finding: finding(fields) };
}

export function signed(fields: Partial<SignedReceipt> = {}): SignedReceipt {
  return {
    kind: 'receipt-signed',
    decision: 'released',
    lots: [],
    reason: '',
    recommendation: 'release',
    failed: [],
    judged: 'release',
    judgedAt: at(300),
    ledgerHead: 4,
    evidence: 'e',
    corrects: null,
    signature: {
      challenge: 'c',
      signer: { subject: 's', username: 'paul', name: 'Paul Okafor' },
      signedAt: at(301),
      tokenExpiresAt: at(306),
      tokenSha256: 't',
      keyThumbprint: 'k',
    },
    ...fields,
  };
}

export function contradicted(
  signedEntry: number,
  fields: Partial<Of<'release-contradicted'>> = {},
): Of<'release-contradicted'> {
  return {
    kind: 'release-contradicted',
    device: 'lid',
    position: null,
    signed: signedEntry,
    recommendation: 'quarantine',
    failed: [],
    ...fields,
  };
}

export function cameFrom(fields: Partial<Of<'predecessor-named'>> = {}): Of<'predecessor-named'> {
  const leg = { product: 'goods', shipment: 'S-0', itsProduct: 'goods' };
  return { kind: 'predecessor-named', ...leg, lots: null, by: 'person', ...fields };
}

export function cameFromNoMore({ product, shipment, itsProduct } = cameFrom()): Of<'predecessor-withdrawn'> {
  return { kind: 'predecessor-withdrawn', product, shipment, itsProduct };
}

export function openingEntered(
  opening: Of<'opening-entered'>['opening'] = { kind: 'unused', source: 'batch record' },
  product = 'goods',
): Of<'opening-entered'> {
  return { kind: 'opening-entered', product, opening };
}

/** Four hours of an allowance, by the same signature as a decision. */
export function readmitted(fields: Partial<Of<'time-readmitted'>> = {}): Of<'time-readmitted'> {
  return {
    kind: 'time-readmitted',
    product: 'goods',
    lots: null,
    readmitted: { allowance: 'out-of-fridge', ms: 240 * minute },
    document: 'QA-12',
    reason: 'stability data',
    ledger: { sequence: 4, hash: 'h' },
    signature: signed().signature,
    ...fields,
  };
}
