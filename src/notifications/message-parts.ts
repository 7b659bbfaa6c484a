import type { RecordedExcursion } from '../shipments/ledger-event.ts';
import type { Severity } from '../model/profile.ts';

/** `todo` is what an email says to do; `inShort` the same in an SMS, which ends after 160 characters. */
export type MessageContent = {
  readonly headline: string;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly todo: string;
  readonly inShort: string;
  readonly severity: Severity;
  readonly rule: string | null;
  /** The excursion that it is about, where it is about one. */
  readonly excursion: RecordedExcursion | null;
  /** When it became so, in device time; null: when it was recorded. */
  readonly at: number | null;
};
