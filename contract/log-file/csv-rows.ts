import { CsvError, parse } from 'csv-parse/sync';
import { UnusableFile } from './log-file.ts';

/** A row of a CSV file, and the line of the file on which it stands. */
export type CsvRow = { readonly cells: string[]; readonly line: number };

/** The rows of a CSV text, its header first; a line `sep=;` before it names the delimiter. */
export function csvRows(text: string): CsvRow[] {
  const separated = /^sep=(.)\r?\n/.exec(text);
  const body = separated === null ? text : text.slice(separated[0].length);
  const firstLine = body.split(/\r?\n/, 1)[0]!;
  const delimiter = separated?.[1] ?? [';', '\t'].find((candidate) => firstLine.includes(candidate)) ?? ',';
  return parsed(body, delimiter, separated === null ? 0 : 1);
}

function parsed(body: string, delimiter: string, linesBefore: number): CsvRow[] {
  try {
    return parse(body, {
      delimiter,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      trim: true,
      // One small object a row: a file may have millions.
      onRecord: (cells, { lines }) => ({ cells, line: lines + linesBefore }) as never,
    }) as unknown as CsvRow[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new UnusableFile(`it is no CSV: ${cause.message}`, { cause });
  }
}
