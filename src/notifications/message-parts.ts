import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import type { Severity } from '../model/enumerations.ts';

/**
 * What a message says. `todo` is the advice in an email; `inShort` is the same for an SMS of at most 160 characters.
 */
export type MessageContent = {
  readonly headline: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly todo: string;
  readonly inShort: string;
  readonly severity: Severity;
  readonly rule: string | null;
  /** The excursion that the message is about; null if it is about none. */
  readonly excursion: RecordedExcursion | null;
  /** When it happened, in device time (epoch milliseconds); null means when it was recorded. */
  readonly at: number | null;
};
