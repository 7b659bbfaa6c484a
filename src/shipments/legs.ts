import type {
  EarlierLeg,
  FollowedBy,
  OpeningEntered,
  PredecessorNamed,
  TimeReadmitted,
} from '../model/leg-event.ts';
import type { Entry, Facts } from './ledger.ts';
import type { Signature } from './signed-receipt.ts';

/** An earlier leg as the ledger has it; `by` says how it is known, and times are epoch milliseconds. */
export type PredecessorRecorded = Omit<PredecessorNamed, 'kind'> & {
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** The earlier legs of a shipment's products that were named and not withdrawn, in the order of the ledger. */
export function predecessorsRecorded(entries: readonly Entry[]): readonly PredecessorRecorded[] {
  let named: PredecessorRecorded[] = [];
  for (const { fact, by: recordedBy, recordedAt, why: reason } of entries) {
    if (fact.kind === 'predecessor-named') {
      const { product, lots, by, shipment, itsProduct } = fact;
      named.push({ product, lots, by, shipment, itsProduct, recordedBy, recordedAt, reason });
    }
    if (fact.kind === 'predecessor-withdrawn') named = named.filter((each) => !isSameLeg(each, fact));
  }
  return named;
}

/** Whether a person ever said that units did not come from an earlier leg. */
export function isPredecessorWithdrawn(entries: Facts, leg: EarlierLeg): boolean {
  return entries.some(({ fact }) => fact.kind === 'predecessor-withdrawn' && isSameLeg(fact, leg));
}

/** Whether two name the same product of the same earlier shipment, for the same product. */
export function isSameLeg(one: EarlierLeg, other: EarlierLeg): boolean {
  return (
    one.product === other.product && one.shipment === other.shipment && one.itsProduct === other.itsProduct
  );
}

/** An opening with who entered it, when (epoch milliseconds) and why. */
export type OpeningRecorded = {
  readonly opening: OpeningEntered['opening'];
  readonly recordedBy: string;
  readonly recordedAt: number;
  readonly reason: string;
};

/** What was last entered of the time before a product's first leg; null: nobody entered anything. */
export function openingRecorded(entries: readonly Entry[], product: string): OpeningRecorded | null {
  const entered = entries.flatMap(({ fact, by: recordedBy, recordedAt, why: reason }) =>
    fact.kind === 'opening-entered' && fact.product === product
      ? [{ opening: fact.opening, recordedBy, recordedAt, reason }]
      : [],
  );
  return entered.at(-1) ?? null;
}

/** A signed re-admission with its entry. */
export type ReadmissionEntry = Entry & { readonly fact: TimeReadmitted<Signature> };

/** Every re-admission, in the order of signing. */
export function readmissionsRecorded(entries: readonly Entry[]): readonly ReadmissionEntry[] {
  return entries.filter((entry): entry is ReadmissionEntry => entry.fact.kind === 'time-readmitted');
}

/** The products of later shipments with which units of this one travel on, each once. */
export function followersRecorded(entries: Facts): readonly Omit<FollowedBy, 'kind'>[] {
  const followers = new Map<string, Omit<FollowedBy, 'kind'>>();
  for (const { fact } of entries)
    if (fact.kind === 'followed-by')
      followers.set(JSON.stringify([fact.shipment, fact.product]), {
        shipment: fact.shipment,
        product: fact.product,
      });
  return [...followers.values()];
}
