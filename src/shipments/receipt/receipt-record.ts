import type { Outcome } from '../../model/verdict.ts';
import type { Attachment, Entry } from '../ledger.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';

/** Who wrote a profile version, and who approved it; null where nobody did. */
export type Approval = { readonly writtenBy: string; readonly approvedBy: string | null };

/** Everything that the receipt checks use. */
export type ReceiptRecord = {
  readonly entries: readonly Entry[];
  readonly verdict: ShipmentVerdict;
  readonly approvalOf: (profile: Attachment['profile']) => Approval;
  /** The serial shipping container code that was scanned or typed; null where none was. */
  readonly scanned: string | null;
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
