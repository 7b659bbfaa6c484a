import type { GivenLogFile } from '../../logger-files/given-log-file.ts';
import type { FilePreview, FileQuestion, FileReadingAnswers } from '../../model/attached-file.ts';
import type { NewEntry } from '../../shipments/ledger.ts';

/** What a file says by itself: its readings, a question that it leaves open, or why it cannot be used. */
export type Understood = { readonly preview: FilePreview | null } & (
  | { readonly kind: 'read'; readonly log: GivenLogFile }
  | { readonly kind: 'asks'; readonly question: FileQuestion }
  | { readonly kind: 'refused'; readonly reason: string }
);

/** What becomes of a file, and the entries that the ledger lacks. */
export type FilePlan = { readonly entries: readonly NewEntry[] } & (
  | { readonly kind: 'attached' }
  | { readonly kind: 'set-aside' }
  | { readonly kind: 'asks'; readonly question: FileQuestion }
  | { readonly kind: 'refused'; readonly reason: string }
);

/** A file that came to a shipment, with what it says and what people answered. */
export type PlannedFile = {
  readonly sha256: string;
  readonly name: string;
  readonly answers: FileReadingAnswers;
  readonly understood: Understood;
};
