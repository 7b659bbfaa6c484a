import type { TemperatureUnit } from '../../telemetry/temperature-unit.ts';
import type { ColumnMeaning } from './column-meaning.ts';

/** What is known about the tables of one vendor's software beyond what they say of themselves. */
export type TableHint = {
  /** The vendor and the software, as people know them: "Onset HOBOware". */
  readonly name: string;
  /** The unit in which this software always writes temperatures, and how that is known. */
  readonly unit?: { readonly letter: TemperatureUnit; readonly because: string };
  /** What a column is where its heading alone does not say so. `texts` are those above the column, from top to bottom. */
  readonly meaningOf?: (texts: readonly string[], index: number) => ColumnMeaning | null;
  /** Headings of columns in which this software notes what happened to the logger, in rows of their own. */
  readonly events?: RegExp;
};
