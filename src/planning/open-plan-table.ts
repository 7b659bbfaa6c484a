import { inspect } from '../logger-files/content.ts';
import { delimiterOf, rowsBy } from '../logger-files/csv-rows.ts';
import { type NamedTable, UnusableFile } from '../logger-files/logger-file.ts';
import { fileKindOf, openWorkbook } from '../logger-files/open-workbook.ts';
import { columnNamed } from './plan-columns.ts';

/** A row of a table, with the number of its line, from 1. */
export type TableRow = { readonly cells: readonly string[]; readonly line: number };

/** Far more than a hundred lines need. */
const limits = { inflatedBytes: 32 * 1024 * 1024, cells: 500_000, checkTime: () => undefined };
const mostBytes = 5 * 1024 * 1024;

/**
 * The rows of a file or of a pasted text that have anything in them.
 * @throws {UnusableFile} when it is no table. The message says why, and what would help.
 */
export async function openPlanTable(given: Uint8Array | string): Promise<readonly TableRow[]> {
  if (typeof given === 'string') return rowsOfText(given);
  if (given.length > mostBytes)
    throw new UnusableFile(
      `it has more than ${mostBytes / 1024 / 1024} MB, far more than 100 shipments need`,
    );
  // A PDF says where a text is on its page, and not in which column.
  const kind = fileKindOf([given]);
  if (kind === 'pdf') throw new UnusableFile('it is a PDF: export the table as CSV or XLSX');
  const tables = await openWorkbook([given], kind, limits);
  if (tables !== null) return filled(sheetOfPlans(tables).rows);
  const { label, isBinary } = inspect([given]);
  if (isBinary) throw new UnusableFile('it is no text: export the table as CSV or XLSX');
  return rowsOfText(new TextDecoder(label).decode(given));
}

/** Spreadsheets begin a text with a mark, and some with a line that names the delimiter. */
function rowsOfText(given: string): TableRow[] {
  const text = given.replaceAll('\ufeff', '');
  const separated = /^sep=(.)\r?\n/.exec(text);
  // Lines above the heading are empty, and have no delimiter.
  const beginning = text.slice(/^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(text)![0].length);
  const delimiter =
    separated?.[1] ?? delimiterOf([new TextEncoder().encode(beginning.split(/\r\n|\r|\n/, 1)[0])]);
  const rows = rowsBy(text, delimiter).filter(({ line }) => separated === null || line > 1);
  // People look for the line on which a row begins, also if a text of it goes on below.
  const below = (cell: string): number => cell.split('\n').length - 1;
  return filled(rows).map(({ cells, line }) => ({
    cells,
    line: cells.reduce((begins, cell) => begins - below(cell), line),
  }));
}

function filled(rows: readonly TableRow[]): TableRow[] {
  return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

/** The sheet whose heading is that of a table of plans; the first one if none is, so that its headings are named. */
function sheetOfPlans(tables: readonly NamedTable[]): NamedTable {
  const withPlans = tables.filter(({ rows }) => {
    const fields = new Set(filled(rows)[0]?.cells.map((cell) => columnNamed(cell)?.field));
    return fields.has('shipment') && fields.has('goods');
  });
  if (withPlans.length > 1)
    throw new UnusableFile(
      `several of its sheets hold shipments, ${withPlans.map(({ name }) => JSON.stringify(name)).join(', ')}: leave one of them, or save the one that is meant as CSV`,
    );
  const sheet = withPlans[0] ?? tables[0];
  if (sheet === undefined) throw new UnusableFile('it has no sheet with anything in it');
  return sheet;
}
