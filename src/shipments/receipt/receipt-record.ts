import type { LegAccount } from '../../allowances/leg-account.ts';
import type { Product } from '../../model/product.ts';
import type { Profile } from '../../model/profile.ts';
import type { Outcome } from '../../model/verdict.ts';
import type { Attachment, Entry } from '../ledger.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';

/** Who wrote a profile version, and who approved it; null where nobody did. */
export type Approval = { readonly writtenBy: string; readonly approvedBy: string | null };

/** The legs of a product that has allowances, or of which a lot was not released before: this shipment's own first, then every earlier one that is known. */
export type LegsOfProduct = {
  readonly product: string;
  readonly profile: Pick<Profile, 'allowances' | 'freezeThaw'>;
  readonly legs: readonly LegAccount[];
};

/** Everything that the receipt checks use. */
export type ReceiptRecord = {
  readonly entries: readonly Entry[];
  readonly verdict: ShipmentVerdict;
  readonly approvalOf: (profile: Attachment['profile']) => Approval;
  /** The serial shipping container code that was scanned or typed; null where none was. */
  readonly scanned: string | null;
  /** The product that is looked at; absent where the shipment has one. */
  readonly product?: Product;
  /** The legs of each product that has allowances, or of which a lot was not released before; absent where there is none. */
  readonly legs?: readonly LegsOfProduct[];
};

/**
 * The outcome of a check. `not-known` means that the information it needs was never given, so it can neither pass nor
 * fail.
 */
export type ReceiptOutcome = Outcome | 'not-known';

/** One check on receipt, with a sentence for the person who decides. */
export type ReceiptCheck = (record: ReceiptRecord) => {
  readonly outcome: ReceiptOutcome;
  readonly sentence: string;
};

/** What a check found. */
export type ReceiptAnswer = ReturnType<ReceiptCheck> & { readonly id: ReceiptCheckId };

/** The checks on receipt, as evidence names them. */
export type ReceiptCheckId =
  | 'rules'
  | 'mean-kinetic-temperature'
  | 'worst-case'
  | 'allowances'
  | 'earlier-decisions'
  | 'lots-in-date'
  | 'record-complete'
  | 'values-readable'
  | 'calibration'
  | 'alarms-acknowledged'
  | 'profile-approved'
  | 'goods-identified'
  | 'files-read'
  | 'logger-alarms';
