import type { TimeReadmitted } from '../model/leg-event.ts';
import type { Entry } from './ledger.ts';
import { lotsNow } from './lots-now.ts';
import { productNow } from './product-now.ts';
import type { Signature } from './signed-receipt.ts';

/** A signed re-admission with its entry. */
export type ReadmissionEntry = Entry & { readonly fact: TimeReadmitted<Signature> };

/** Every re-admission, in the order of signing. */
export function readmissionsRecorded(entries: readonly Entry[]): readonly ReadmissionEntry[] {
  return entries.filter((entry): entry is ReadmissionEntry => entry.fact.kind === 'time-readmitted');
}

/** The keys of the lots that a re-admission is about, as they are now; null: all. One that the plan no longer has is none. */
export function lotsReadmitted(entries: readonly Entry[], { sequence, fact }: ReadmissionEntry) {
  const product = productNow(entries, fact.product, sequence - 1)?.id ?? fact.product;
  return lotsNow(entries, sequence - 1, fact, product)?.filter((lot) => lot !== null) ?? null;
}
