/** What a cell of a CSV file is made of; null is an empty cell. */
type Cell = string | number | boolean | null;

/** A column of a CSV file: its heading, and its cell for an item. */
export type Column<Item> = readonly [heading: string, cellOf: (item: Item) => Cell];

/** Tells a spreadsheet that a file is UTF-8; programs that read CSV do not need it. */
export const byteOrderMark = '\u{FEFF}';

/**
 * A list as CSV (RFC 4180): a line of headings, then a line for each item, every cell in double quotes, lines ending
 * in CR LF. With `withMark` it begins with a byte order mark, for spreadsheets.
 *
 * No cell begins with a character that makes a spreadsheet read it as a formula: the first of the two remedies in
 * https://owasp.org/www-community/attacks/CSV_Injection. Such a text has a no-break space before it, which
 * spreadsheets, unlike an ordinary space, do not skip, and which programs trim. The second remedy, an apostrophe before
 * every cell, would stand in every telephone number, and programs would take it for a part of the text.
 *
 * A spreadsheet that separates cells by semicolons, as in most of Europe, takes a comma for a part of the first cell and
 * no longer sees that what follows is quoted: a semicolon, a tab or a line end within a text then begins a cell. A
 * formula behind one has the space before it too.
 */
export function csvText<Item>(
  columns: readonly Column<Item>[],
  items: readonly Item[],
  { withMark = false } = {},
): string {
  const lines = [
    columns.map(([heading]) => heading),
    ...items.map((item) => columns.map(([, cellOf]) => cellOf(item))),
  ];
  return (
    (withMark ? byteOrderMark : '') + lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
  );
}

/** The full-width forms count as well: spreadsheets in East Asian languages read them as the narrow ones. */
const beginsFormula = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n\0])/;
/** The place within a text where a spreadsheet with other separators begins a cell with a formula. */
const cellWithin = /(?<=[;\t\n]|\r(?!\n))(?=["\s]*[=+\-@＝＋－＠])/g;

function quoted(cell: Cell): string {
  // A number is written by the program, and begins with nothing but a digit or a minus.
  if (typeof cell !== 'string') return `"${cell ?? ''}"`;
  const text = `${beginsFormula.test(cell) ? '\u{A0}' : ''}${cell.replaceAll(cellWithin, '\u{A0}')}`;
  return `"${text.replaceAll('"', '""')}"`;
}
