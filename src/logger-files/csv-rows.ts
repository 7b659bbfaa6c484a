import { CsvError, parse } from 'csv-parse/sync';
import { joined } from './content.ts';
import { UnusableFile } from './logger-file.ts';

const lineFeed = 10;
const quotationMark = 34;

/** A row of a CSV file and the number of the line on which it ends, counted from 1. */
export type CsvRow = { readonly cells: string[]; readonly line: number };

/** The delimiters of a file, detected from its first lines. */
type Dialect = { readonly delimiter: string; readonly recordDelimiter: string };

/**
 * Yields the rows of a CSV file, header first. A line `sep=;` before the header names the delimiter. Pieces must be
 * UTF-8 and end at a line break; only one piece and its rows are in memory at a time.
 *
 * @throws {UnusableFile} when the text is not CSV.
 */
export function* csvRows(pieces: Iterable<Uint8Array>): Generator<CsvRow, undefined> {
  const source = pieces[Symbol.iterator]();
  const first = source.next();
  if (first.done === true) return undefined;
  const { dialect, separation } = dialectOf(first.value);
  let line = separation > 0 ? 1 : 0;
  /** The line of the last row. */
  let after = line;
  for (let next: IteratorResult<Uint8Array> = first; next.done !== true; next = source.next()) {
    let text = next === first ? next.value.subarray(separation) : next.value;
    let rows = rowsOf(text, dialect, line, after);
    while (rows instanceof UnusableFile) {
      // A quoted cell may continue in the next piece, so parsing is retried with twice as much text.
      const more = isOpen(rows) ? taken(source, text.length) : [];
      if (more.length === 0) throw rows;
      text = joined([text, ...more]);
      rows = rowsOf(text, dialect, line, after);
    }
    for (const row of rows) {
      yield row;
      after = row.line;
    }
    for (let end = text.indexOf(lineFeed); end >= 0; end = text.indexOf(lineFeed, end + 1)) line++;
  }
  return undefined;
}

/** The character that separates the cells of a CSV file. */
export function delimiterOf(pieces: Iterable<Uint8Array>): string {
  for (const beginning of pieces) return dialectOf(beginning).dialect.delimiter;
  return ',';
}

/**
 * All rows of a text by a delimiter that is known already. Only lines whose quotation marks are not plain go to the
 * library, which takes several times as long, and longest where rows differ in length.
 *
 * @throws {UnusableFile} when the text cannot be read so.
 */
export function rowsBy(text: string, delimiter: string): CsvRow[] {
  const dialect = { delimiter, recordDelimiter: '\n' };
  // Some exports end the lines of their preamble in another way than those of the table.
  const lines = text.replaceAll(/\r+\n|\r/g, '\n').split('\n');
  const rows: CsvRow[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index]!;
    const cells = line.includes('"') ? quotedCells(line, delimiter) : null;
    if (cells !== null) rows.push({ cells, line: index + 1 });
    else if (!line.includes('"')) rows.push(...unquotedRows(line, dialect, index));
    else {
      const end = endOfQuotation(lines, index);
      const read = rowsOf(new TextEncoder().encode(lines.slice(index, end).join('\n')), dialect, index, 0);
      if (read instanceof UnusableFile) throw read;
      for (const row of read) rows.push(row);
      index = end - 1;
    }
  }
  return rows;
}

/** The index behind the line with which a quotation that begins in a line ends, or behind the last line. */
function endOfQuotation(lines: readonly string[], from: number): number {
  let marks = 0;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index]!;
    for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) marks++;
    if (marks % 2 === 0) return index + 1;
  }
  return lines.length;
}

/**
 * The cells of a line in which a quotation mark only begins or ends a cell, or is doubled within one; null for any
 * other line.
 */
function quotedCells(line: string, delimiter: string): string[] | null {
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    if (line[at] !== '"') {
      const next = line.indexOf(delimiter, at);
      const end = next < 0 ? line.length : next;
      const cell = line.slice(at, end);
      if (cell.includes('"')) return null;
      cells.push(trimmed(cell));
      at = end + 1;
      continue;
    }
    let end = line.indexOf('"', at + 1);
    while (end >= 0 && line[end + 1] === '"') end = line.indexOf('"', end + 2);
    if (end < 0 || (end + 1 < line.length && line[end + 1] !== delimiter)) return null;
    cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 2;
  }
  return cells;
}

function dialectOf(beginning: Uint8Array): { dialect: Dialect; separation: number } {
  const text = new TextDecoder().decode(beginning);
  const separated = /^sep=(.)\r?\n/.exec(text);
  const separation = separated === null ? 0 : beginning.indexOf(lineFeed) + 1;
  const body = text.slice(separated?.[0].length ?? 0);
  const firstLine = body.split(/\r?\n/, 1)[0]!;
  const delimiter = separated?.[1] ?? [';', '\t'].find((candidate) => firstLine.includes(candidate)) ?? ',';
  return { dialect: { delimiter, recordDelimiter: /\r\n|\n|\r/.exec(body)?.[0] ?? '\n' }, separation };
}

/** Reads at least `length` bytes, or all that are left. */
function taken(source: Iterator<Uint8Array>, length: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let left = length; left > 0; left -= pieces.at(-1)!.length) {
    const { value, done } = source.next();
    if (done === true) break;
    pieces.push(value);
  }
  return pieces;
}

function rowsOf(
  text: Uint8Array,
  dialect: Dialect,
  linesBefore: number,
  after: number,
): Iterable<CsvRow> | UnusableFile {
  // The decoder removes the byte order mark.
  if (!text.includes(quotationMark))
    return unquotedRows(new TextDecoder().decode(text), dialect, linesBefore);
  // The library does not count lines that end inside quotation marks.
  const lineEnd = dialect.recordDelimiter.charCodeAt(dialect.recordDelimiter.length - 1);
  let counted = 0;
  let line = linesBefore;
  let last = after;
  try {
    return parse(text, {
      ...dialect,
      bom: linesBefore === 0,
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      trim: true,
      // One small object per row, because a file may have millions of rows.
      onRecord: (cells, { bytes }) => {
        line++;
        for (; counted < bytes - 1; counted++) if (text[counted] === lineEnd) line++;
        counted = bytes;
        last = line;
        return { cells, line } as never;
      },
    }) as unknown as CsvRow[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const reason = cause.message.replace(/,? at line \d+/, '');
    return new UnusableFile(`it is no CSV: ${reason}, after line ${last}`, { cause });
  }
}

function isOpen({ cause }: UnusableFile): boolean {
  return (cause as CsvError).code === 'CSV_QUOTE_NOT_CLOSED';
}

/**
 * Gives the same rows as the library for text without quotation marks, which is what loggers write, in a fifth of the
 * time.
 */
export function* unquotedRows(
  text: string,
  { delimiter, recordDelimiter }: Dialect,
  linesBefore: number,
): Generator<CsvRow> {
  let line = linesBefore;
  for (const record of text.split(recordDelimiter)) {
    line++;
    const cells = record.split(delimiter);
    for (let index = 0; index < cells.length; index++) cells[index] = trimmed(cells[index]!);
    if (cells.length > 1 || cells[0] !== '') yield { cells, line };
  }
}

function trimmed(cell: string): string {
  return cell.charCodeAt(0) <= 0x20 || cell.charCodeAt(cell.length - 1) <= 0x20
    ? cell.replace(/^[ \t\n\r\f]+|[ \t\n\r\f]+$/g, '')
    : cell;
}
