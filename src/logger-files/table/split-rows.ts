import { type CsvRow, rowsBy } from '../csv-rows.ts';
import { UnusableFile } from '../logger-file.ts';
import { namesTime } from './column-meaning.ts';
import { cellsBesideTime } from './time-cells.ts';

/** The rows of a text, and what separates their cells, in words. */
export type SplitText = {
  readonly rows: readonly CsvRow[];
  readonly inWords: string;
  readonly isCommaSeparated: boolean;
};

type Separation = { readonly inWords: string; readonly rowsOf: (text: string) => readonly CsvRow[] };

const by = (delimiter: string, inWords: string): Separation => ({
  inWords,
  rowsOf: (text) => rowsBy(text, delimiter),
});
const bySpaces = (pattern: RegExp, inWords: string): Separation => ({
  inWords,
  rowsOf: (text) =>
    text.split(/\r\n|\n|\r/).flatMap((content, index) => {
      const cells = content.trim() === '' ? [] : content.trim().split(pattern);
      return cells.length === 0 ? [] : [{ cells, line: index + 1 }];
    }),
});

const separations: readonly Separation[] = [
  by(';', 'semicolon-separated'),
  by('\t', 'tab-separated'),
  by(',', 'comma-separated'),
  by('|', 'separated by |'),
];
/** Spaces separate cells only where nothing else does: they stand within times too. */
const separationsBySpaces: readonly Separation[] = [
  bySpaces(/\t|\s{2,}/, 'separated by two or more spaces'),
  bySpaces(/\s+/, 'separated by spaces'),
];

/** The separation is chosen by this many characters. */
const sampleLength = 100_000;

/**
 * Splits a text into rows by the separation that gives the longest run of rows with a time and another cell.
 *
 * @throws {UnusableFile} when none does, or spaces within the names of its heading shift them.
 */
export function splitRows(given: string): SplitText {
  // Files that were appended to one another have byte order marks in the middle.
  const text = given.replaceAll('\ufeff', '');
  const separated = /^sep=(.)\r?\n/.exec(text)?.[1];
  const end =
    text.length <= sampleLength ? text.length : text.lastIndexOf('\n', sampleLength) + 1 || sampleLength;
  const sample = text.slice(0, end);
  const best =
    separated === undefined
      ? (bestOf(separations, sample) ?? bestOf(fittingBySpaces(sample), sample))
      : bestOf([by(separated, `separated by ${JSON.stringify(separated)}`)], sample);
  if (best === null)
    throw new UnusableFile(
      'it has no row with a date and a time of day that can be read; export readings as a table with a column of times (as 2026-11-21 08:00:00) and one of temperatures, or write our own CSV, which begins with time,temperature',
    );
  const { inWords, rowsOf } = best;
  return { rows: rowsOf(text), inWords, isCommaSeparated: inWords === 'comma-separated' };
}

/** The separation with the longest run; null if none has any. */
function bestOf(candidates: readonly Separation[], sample: string): Separation | null {
  const runs = candidates.map((separation) => ({ separation, rows: longestRun(sample, separation).length }));
  const best = runs.reduce((one, other) => (other.rows > one.rows ? other : one));
  return best.rows === 0 ? null : best.separation;
}

/**
 * The separations by spaces by which the heading has as many cells as the rows. A name with a space in it would shift
 * those behind it.
 *
 * @throws {UnusableFile} when none is left.
 */
function fittingBySpaces(sample: string): readonly Separation[] {
  const fitting = separationsBySpaces.filter((separation) => fitsHeading(longestRun(sample, separation)));
  if (fitting.length > 0) return fitting;
  throw new UnusableFile(
    'spaces separate its cells, and its heading has another number of words than its rows have cells; export it with commas, semicolons or tabs between the cells',
  );
}

/** At most this many lines stand from the heading to the first row. */
const linesOfHeading = 6;

function fitsHeading({ rows, start, length }: Run): boolean {
  const heading = rows
    .slice(Math.max(0, start - linesOfHeading), start)
    .findLast(({ cells }) => cells.some((cell) => namesTime(cell)) && cellsBesideTime(cells) === null);
  return length === 0 || heading === undefined || heading.cells.length === rows[start]!.cells.length;
}

/** The longest run of rows with a time among several cells. */
type Run = { readonly rows: readonly CsvRow[]; readonly start: number; readonly length: number };

/** Finds the longest run; its length is 0 if the text cannot be split so. */
function longestRun(sample: string, { rowsOf }: Separation): Run {
  let rows: readonly CsvRow[];
  try {
    rows = rowsOf(sample);
  } catch (cause) {
    if (cause instanceof UnusableFile) return { rows: [], start: 0, length: 0 };
    throw cause;
  }
  let [longest, run, start] = [0, 0, 0];
  for (const [index, { cells }] of rows.entries()) {
    run = cells.length > 1 && cellsBesideTime(cells) !== null ? run + 1 : 0;
    if (run > longest) [longest, start] = [run, index - run + 1];
  }
  return { rows, start, length: longest };
}
