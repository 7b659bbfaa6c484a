import { CsvError, parse } from 'csv-parse/sync';
import { joined } from './content.ts';
import { UnusableFile } from './logger-file.ts';

const lineFeed = 10;
const quotationMark = 34;

/** A row of a CSV file, and the line of the file on which it stands. */
export type CsvRow = { readonly cells: string[]; readonly line: number };

/** How a file is written, as its first lines show it. */
type Dialect = { readonly delimiter: string; readonly recordDelimiter: string };

/**
 * The rows of a CSV file, its header first; a line `sep=;` before it names the delimiter. The pieces are UTF-8 and
 * each ends with a line. What is in memory is a piece and its rows.
 */
export function* csvRows(pieces: Iterable<Uint8Array>): Generator<CsvRow, undefined> {
  const source = pieces[Symbol.iterator]();
  const first = source.next();
  if (first.done === true) return undefined;
  const { dialect, separation } = dialectOf(first.value);
  let line = separation > 0 ? 1 : 0;
  /** Where the last row stood. */
  let after = line;
  for (let next: IteratorResult<Uint8Array> = first; next.done !== true; next = source.next()) {
    let text = next === first ? next.value.subarray(separation) : next.value;
    let rows = rowsOf(text, dialect, line, after);
    while (rows instanceof UnusableFile) {
      // A quotation may end behind the piece: twice as much is looked at then.
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

/** What separates the cells of a CSV file. */
export function delimiterOf(pieces: Iterable<Uint8Array>): string {
  for (const beginning of pieces) return dialectOf(beginning).dialect.delimiter;
  return ',';
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

/** At least so many bytes, while there are any. */
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
  // A decoder takes a byte order mark away.
  if (!text.includes(quotationMark))
    return unquotedRows(new TextDecoder().decode(text), dialect, linesBefore);
  // The library counts no line that ends inside a quotation.
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
      // One small object a row: a file may have millions.
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

/** What the library makes of a text without quotation marks, which is what loggers write, in a fifth of the time. */
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
