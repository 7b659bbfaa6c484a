import type { CsvRow } from '../csv-rows.ts';
import type { FileAnswers, TimeZoneOption } from '../logger-file.ts';
import type { TableHint } from './table-hint.ts';

/** A table to read, with what is known about it. */
export type TableToRead = {
  readonly rows: readonly CsvRow[];
  /** How the rows were found, for the sentence on how the file was read: "UTF-8, comma-separated". */
  readonly form: string;
  /** Whether a comma separates the cells, and may separate decimals too. */
  readonly isCommaSeparated: boolean;
  /** Whether the last line has no end, as where a download was broken off. */
  readonly mayBeCut: boolean;
  readonly timeZone: TimeZoneOption;
  readonly answers: FileAnswers;
  readonly hint: TableHint | null;
};
