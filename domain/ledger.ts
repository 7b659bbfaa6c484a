import type { Severity } from './profile.ts';

/** An excursion as the ledger names it; times are device times, epoch milliseconds. */
export type RecordedExcursion = {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  readonly firedAt: number;
  readonly observedMs: number;
  readonly peak: number;
};

/** Where a device last said it was, and when. */
export type Position = { readonly latitude: number; readonly longitude: number; readonly at: number };

/** What can happen to a shipment that people or the system decide or find. */
export type Fact =
  | {
      readonly kind: 'shipment-created';
      readonly goods: string;
      readonly origin: string;
      readonly destination: string;
      readonly site: string;
      readonly profile: { readonly id: string; readonly version: number };
      /** Whom the shipment concerns: subscriptions filter by it. */
      readonly audience: readonly string[];
    }
  | {
      readonly kind: 'device-attached';
      readonly device: string;
      readonly since: number;
      readonly intervalMs: number;
    }
  | { readonly kind: 'device-detached'; readonly device: string; readonly until: number }
  | Finding<'excursion-opened', { readonly excursion: RecordedExcursion }>
  | Finding<
      'excursion-closed',
      {
        readonly excursion: RecordedExcursion;
        /** The excursion that this one turned out to be part of. */
        readonly mergedInto: string | null;
      }
    >
  | Finding<'excursion-withdrawn', { readonly excursion: RecordedExcursion }>
  | Finding<'contact-lost', { readonly at: number }>
  | Finding<'contact-restored', { readonly at: number }>;

/** What the system finds out about a device of the shipment. */
type Finding<Kind extends string, Details> = {
  readonly kind: Kind;
  readonly device: string;
  readonly position: Position | null;
} & Details;

/** One entry of a shipment's ledger: who, when, why, what, chained to the entry before it. */
export type Entry = {
  readonly shipment: string;
  /** Counts from one. */
  readonly sequence: number;
  readonly recordedAt: number;
  readonly by: string;
  readonly why: string;
  readonly fact: Fact;
  /** Hash of the entry before; null for the first. */
  readonly previous: string | null;
  /** SHA-256 of the canonical JSON of all the above. */
  readonly hash: string;
};

/** What is about to be recorded. */
export type NewEntry = { readonly why: string; readonly fact: Fact };

/** Where one excursion of the ledger stands. */
export type RecordedState = {
  readonly device: string;
  readonly excursion: RecordedExcursion;
  readonly state: 'open' | 'closed' | 'withdrawn' | 'merged';
};

/** The excursions of a ledger by id, in the order of their first opening. */
export function excursionsRecorded(entries: readonly Entry[]): ReadonlyMap<string, RecordedState> {
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

/** Since when each device of the ledger has been out of contact. */
export function silencesRecorded(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const silent = new Map<string, number>();
  for (const { fact } of entries)
    if (fact.kind === 'contact-lost') silent.set(fact.device, fact.at);
    else if (fact.kind === 'contact-restored') silent.delete(fact.device);
  return silent;
}

/** What a shipment is called and whom it concerns, from its first entry. */
export function shipmentOf(entries: readonly Entry[]): Extract<Fact, { kind: 'shipment-created' }> {
  const first = entries[0]?.fact;
  if (first?.kind !== 'shipment-created') throw new Error('the ledger does not begin with its shipment');
  return first;
}

/** Facts that people can be told of. */
export type ToldFact = Extract<Fact, { position: unknown }>;

/**
 * Whether people are told of an entry. A shipment's alarm for a rule opens with the first device and closes with the
 * last. What merges is not told again, nor the excursion that goes on in the place of what it merged with.
 */
export function isTold(entries: readonly Entry[], entry: Entry): boolean {
  const { fact } = entry;
  if (fact.kind === 'contact-lost' || fact.kind === 'contact-restored') return true;
  if (!('excursion' in fact)) return false;
  if (fact.kind === 'excursion-withdrawn') return true;
  if (fact.kind === 'excursion-closed' && fact.mergedInto !== null) return false;
  const before = excursionsRecorded(entries.filter(({ sequence }) => sequence < entry.sequence));
  const { id, rule } = fact.excursion;
  const goesOn = fact.kind === 'excursion-opened' && before.get(id)?.state === 'closed';
  return ![...before.values()].some(
    ({ device, excursion, state }) =>
      state === 'open' &&
      excursion.id !== id &&
      excursion.rule === rule &&
      (goesOn || device !== fact.device),
  );
}

/** A shipment as lists show it: computed from its ledger alone. */
export type ShipmentSummary = {
  readonly shipment: string;
  readonly status: 'active';
  readonly site: string;
  readonly goods: string;
  readonly origin: string;
  readonly destination: string;
  readonly profile: { readonly id: string; readonly version: number };
  readonly devices: readonly string[];
  readonly openAlarms: readonly string[];
  readonly silentDevices: readonly string[];
  readonly sequence: number;
};

/** Projects a ledger, which begins with its shipment's creation. */
export function summarise(entries: readonly Entry[]): ShipmentSummary {
  const { goods, origin, destination, site, profile } = shipmentOf(entries);
  const devices = new Set<string>();
  for (const { fact } of entries)
    if (fact.kind === 'device-attached') devices.add(fact.device);
    else if (fact.kind === 'device-detached') devices.delete(fact.device);
  const open = [...excursionsRecorded(entries).values()].filter(({ state }) => state === 'open');
  return {
    shipment: entries[0]!.shipment,
    status: 'active',
    site,
    goods,
    origin,
    destination,
    profile,
    devices: [...devices].sort(),
    openAlarms: [...new Set(open.map(({ excursion }) => excursion.rule))].sort(),
    silentDevices: [...silencesRecorded(entries).keys()].sort(),
    sequence: entries.at(-1)!.sequence,
  };
}
