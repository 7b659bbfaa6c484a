import type { LedgerEvent } from '../ledger-event.ts';
import type { Attachment, Entry } from '../ledger.ts';

/** What the ledger says before an action. Times are epoch milliseconds. */
export type Before = {
  readonly entries: readonly Entry[];
  readonly departedAt: number | null;
  readonly arrivedAt: number | null;
  readonly attachments: readonly Attachment[];
  /** The server's time. */
  readonly now: number;
};

/** Says why an action of one kind is not allowed, and what would help. Null where the action is allowed. */
export type RefusalOf<Kind extends LedgerEvent['kind']> = (
  action: Extract<LedgerEvent, { kind: Kind }>,
  before: Before,
) => string | null;
