import { printable } from './printable.ts';
import { type Sheet, type TextOptions, colours, leastBelow, margin } from './sheet.ts';

/** A column of a table: its heading, its share of the sheet's width, and its text in a row. */
export type Column<Row> = {
  readonly heading: string;
  readonly width: number;
  readonly text: (row: Row) => string;
};

type Cell = { readonly text: string; readonly width: number };

/** Points between the texts of two columns. */
const gutter = 6;

/**
 * Draws a table with a row for each of `rows`, or the text `ifEmpty` if there are none. Cells wrap; the headings are
 * repeated on every page. `size` is in points.
 */
export function drawTable<Row>(
  sheet: Sheet,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { size = 7.5, ifEmpty }: { readonly size?: number; readonly ifEmpty?: string } = {},
): void {
  if (rows.length === 0 && ifEmpty !== undefined) {
    sheet.paragraph(ifEmpty, { colour: colours.muted });
    return;
  }
  const cellsOf = (textOf: (column: Column<Row>) => string): Cell[] =>
    columns.map((column) => ({ text: textOf(column), width: column.width * sheet.width }));
  const drawHeadings = (): void => {
    const cells = cellsOf(({ heading }) => heading);
    sheet.y += drawCells(sheet, cells, { size, bold: true, colour: colours.muted, tag: 'TH' }) + 1;
    sheet.decoration(() =>
      sheet.doc
        .moveTo(margin, sheet.y)
        .lineTo(margin + sheet.width, sheet.y)
        .lineWidth(0.6)
        .strokeColor(colours.line)
        .stroke(),
    );
    sheet.y += 3;
  };
  sheet.room(leastBelow);
  sheet.group('Table', () => {
    drawHeadings();
    for (const row of rows) {
      const cells = cellsOf(({ text }) => text(row));
      if (heightOf(sheet, cells, size) > sheet.left) {
        sheet.newPage();
        sheet.decoration(drawHeadings, 'Pagination');
      }
      sheet.y += drawCells(sheet, cells, { size, tag: 'TD' }) + 2.5;
    }
  });
  sheet.y += 2;
}

function heightOf({ doc }: Sheet, cells: readonly Cell[], size: number): number {
  doc.font('plain').fontSize(size);
  return Math.max(
    ...cells.map(({ text, width }) => doc.heightOfString(printable(doc, text), { width: width - gutter })),
  );
}

/** Draws the cells of a row, and returns its height. */
function drawCells(sheet: Sheet, cells: readonly Cell[], style: TextOptions): number {
  let x = margin;
  let height = 0;
  sheet.group('TR', () => {
    for (const { text, width } of cells) {
      height = Math.max(height, sheet.at(x, sheet.y, text, { ...style, width: width - gutter }));
      x += width;
    }
  });
  return height;
}
