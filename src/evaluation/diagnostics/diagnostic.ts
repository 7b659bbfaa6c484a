import type { DiagnosticKind } from '../../model/diagnostic-kind.ts';
import type { Severity } from '../../model/enumerations.ts';

/**
 * How many messages of one day were refused or had times outside every assignment of their device, and the first
 * reason.
 */
export type MessageCounts = {
  readonly refused: number;
  readonly misplaced: number;
  readonly reason: string;
};

/** One diagnostic. Times are device times in epoch milliseconds; `to` is null while it lasts. */
export type Diagnostic = {
  readonly kind: DiagnosticKind;
  /** What it concerns: a channel, a rule or another device; empty if the kind alone says it. */
  readonly subject: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number | null;
  readonly sentence: string;
  /** The number of messages that were not understood. */
  readonly messages?: MessageCounts;
};
