import type { RowWithoutTime } from './read-files.ts';

/** So many lines are named; all of them are in the verdict's `refused`. */
const linesNamed = 5;

/** A sentence for each file that has rows with data and without a readable time; such rows forbid release. */
export function rowsWithoutTime(rows: readonly RowWithoutTime[]): string[] {
  return [...Map.groupBy(rows, ({ file }) => file)].map(([file, own]) => {
    const named = own.slice(0, linesNamed).map(({ line }) => line);
    const more = own.length > linesNamed ? ` and ${own.length - linesNamed} more` : '';
    return own.length === 1
      ? `Line ${named[0]} of ${file} holds data and could not be taken: ${own[0]!.reason}.`
      : `${own.length} rows of ${file} hold data and could not be taken (lines ${named.join(', ')}${more}): ${own[0]!.reason}.`;
  });
}
