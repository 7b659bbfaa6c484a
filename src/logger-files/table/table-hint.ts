import type { TemperatureUnit } from '../../telemetry/temperature-unit.ts';
import type { CsvRow } from '../csv-rows.ts';
import type { NamedDevice } from '../logger-file.ts';
import type { ColumnMeaning } from './column-meaning.ts';

/** What is known about the tables of one vendor's software beyond what they say of themselves. */
export type TableHint = {
  /** The vendor and the software, as people know them: "Onset HOBOware". */
  readonly name: string;
  /** The unit in which this software always writes temperatures, and how that is known. */
  readonly unit?: { readonly letter: TemperatureUnit; readonly because: string };
  /** The names of the columns, where this software writes no heading. */
  readonly columns?: readonly string[];
  /**
   * What a column is where its heading alone does not say so. `texts` are those above the column, from top to bottom.
   */
  readonly meaningOf?: (texts: readonly string[], index: number) => ColumnMeaning | null;
  /** Headings of columns in which this software notes what happened to the logger, in rows of their own. */
  readonly events?: RegExp;
  /** Whether a line above the readings says that an alarm of the logger went off; null if it says nothing of alarms. */
  readonly isAlarm?: (line: string) => boolean | null;
  /**
   * The device that the rows above the readings name. `index` is the column of the temperatures, undefined if none is
   * read.
   */
  readonly deviceOf?: (above: readonly CsvRow[], index: number | undefined) => NamedDevice | undefined;
};
