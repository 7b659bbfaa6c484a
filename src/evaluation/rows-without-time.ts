import type { RowWithoutTime } from './record-of-files.ts';

/** At most this many lines are listed; the verdict's `refused` has all of them. */
const linesNamed = 5;

/** One sentence for each file with rows that have data but no readable time; such rows prevent release. */
export function rowsWithoutTime(rows: readonly RowWithoutTime[]): string[] {
  return [...Map.groupBy(rows, ({ file }) => file)].map(([file, own]) => {
    const named = own.slice(0, linesNamed).map(({ line }) => line);
    const more = own.length > linesNamed ? ` and ${own.length - linesNamed} more` : '';
    return own.length === 1
      ? `Line ${named[0]} of ${file} contains data that could not be read: ${own[0]!.reason}.`
      : `${own.length} rows of ${file} contain data that could not be read (lines ${named.join(', ')}${more}): ${own[0]!.reason}.`;
  });
}
