import type { Outcome } from '../../evaluation/check.ts';
import type { Attachment, Entry } from '../ledger.ts';
import type { ShipmentVerdict } from '../shipment-verdict.ts';

/** Who wrote a profile version, and who approved it; null where nobody did. */
export type Approval = { readonly writtenBy: string; readonly approvedBy: string | null };

/** All that the checks of a receipt look at. */
export type ReceiptRecord = {
  readonly entries: readonly Entry[];
  readonly verdict: ShipmentVerdict;
  readonly approvalOf: (profile: Attachment['profile']) => Approval;
  /** The serial shipping container code that was scanned or typed; null where none was. */
  readonly scanned: string | null;
};

/** What a check answers. `not-known`: what it asks for was never given, so that nothing can be said either way. */
export type ReceiptOutcome = Outcome | 'not-known';

/** One question on receipt, answered with a sentence for the person who decides. */
export type ReceiptCheck = (record: ReceiptRecord) => {
  readonly outcome: ReceiptOutcome;
  readonly sentence: string;
};
