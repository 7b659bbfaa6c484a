import { UnusableFile, type NamedTable } from '../logger-file.ts';
import { type DateSystem, isoDateText, numberText } from './cell-text.ts';
import type { NumberFormat } from './number-format.ts';
import { parseXml } from './parse-xml.ts';

/** What the cells of a sheet refer to. */
export type SheetContext = {
  readonly strings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly system: DateSystem;
  /** How many cells may still be read, over all sheets. */
  readonly left: { cells: number };
};

/** Excel's own limits. */
const mostRows = 1_048_576;
const mostColumns = 16_384;

type Cell = { readonly type: string; readonly format: NumberFormat; text: string };
const general: NumberFormat = { shows: 'number', unit: '' };

/**
 * Reads a sheet's rows; those without any value are left out, and no row has empty cells at its end.
 *
 * @throws {UnusableFile} when it is damaged or too large.
 */
export function rowsOf(content: Iterable<Uint8Array>, context: SheetContext): NamedTable['rows'] {
  const rows: { cells: string[]; line: number }[] = [];
  let line = 0;
  let cells: string[] = [];
  let column = 0;
  let cell: Cell | null = null;
  let takesText = false;
  let isPhonetic = false;
  parseXml(content, {
    open(name, attributes) {
      if (name === 'row') {
        line = nextOf(attributes()['r'], line, mostRows, 'row');
        [cells, column] = [[], 0];
      } else if (name === 'c') {
        const { r, t, s } = attributes();
        column = nextOf(r === undefined ? undefined : columnNumber(r), column, mostColumns, 'column');
        cell = { type: t ?? 'n', format: context.formats[Number(s ?? 0)] ?? general, text: '' };
      } else if (name === 'rPh') isPhonetic = true;
      else if (name === 'v' || name === 't') takesText = cell !== null && !isPhonetic;
    },
    text(text) {
      if (takesText) cell!.text += text;
    },
    close(name) {
      if (name === 'v' || name === 't') takesText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'c') {
        const text = textOf(cell!, context);
        cell = null;
        if (text === '') return;
        context.left.cells -= column - cells.length;
        if (context.left.cells < 0) throw new UnusableFile('it is a workbook with too many cells');
        while (cells.length < column - 1) cells.push('');
        cells.push(text);
      } else if (name === 'row' && cells.length > 0) rows.push({ cells, line });
    },
  });
  return rows;
}

/** The number of a row or column: as stated, else the next. */
function nextOf(stated: string | number | undefined, before: number, most: number, what: string): number {
  const number = stated === undefined ? before + 1 : Number(stated);
  if (!(Number.isInteger(number) && number > before && number <= most))
    throw new UnusableFile(`it is a damaged workbook: ${what} ${stated ?? number} follows ${what} ${before}`);
  return number;
}

/** The number of a cell's column, counted from 1: 28 for AB7. */
function columnNumber(reference: string): number {
  let number = 0;
  for (const letter of /^[A-Z]{0,3}/.exec(reference)![0]) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}

function textOf({ type, text, format }: Cell, { strings, system }: SheetContext): string {
  switch (type) {
    case 's': {
      const shared = text === '' ? '' : strings[Number(text)];
      if (shared === undefined) throw new UnusableFile(`it is a damaged workbook: it has no text ${text}`);
      return shared;
    }
    case 'b':
      return text === '1' || text === 'true' ? 'TRUE' : 'FALSE';
    case 'd':
      return isoDateText(text);
    case 'n':
      return numberText(text, format, system);
    default:
      // Texts in the cell or from a formula, and errors such as #N/A.
      return withEscapes(text);
  }
}

/** Characters that XML cannot contain are written as `_x000D_` (ECMA-376 part 1, section 22.9.2.19). */
export function withEscapes(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
