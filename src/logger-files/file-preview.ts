import type { FilePreview } from '../model/attached-file.ts';
import { printable } from '../model/printable.ts';
import { inspect } from './content.ts';
import type { OpenedFile } from './open-file.ts';
import { splitRows } from './table/split-rows.ts';

const mostRows = 12;
const mostColumns = 20;
const longestCell = 60;
/** A preview needs no more of a text than this many characters. */
const beginningLength = 8192;

type Row = { readonly cells: readonly string[] };

/**
 * The beginning of a file as a table of text, for people to see what they are asked about. The headings are the last
 * row of words above the first rows with numbers. Null if the file is binary, or has nothing to show.
 */
export function filePreview({ content, tables }: OpenedFile, sheet: string | undefined): FilePreview | null {
  const rows = tables === null ? rowsOfText(content) : tableShown(tables, sheet);
  if (rows.length === 0) return null;
  const wide = Math.max(...rows.map(({ cells }) => cells.length));
  const first = rows.findIndex(
    ({ cells }) => cells.length * 2 > wide && cells.some((cell) => /^\D{0,2}\d/.test(cell.trim())),
  );
  const heading = rows.slice(0, Math.max(0, first)).findLast(({ cells }) => cells.length * 2 > wide);
  const below = heading === undefined ? rows : rows.slice(rows.indexOf(heading) + 1);
  return {
    headings: heading === undefined ? [] : shown(heading),
    rows: below.slice(0, mostRows).map(shown),
  };
}

function tableShown(tables: NonNullable<OpenedFile['tables']>, sheet: string | undefined): readonly Row[] {
  return (tables.find(({ name }) => name === sheet) ?? tables[0])?.rows.slice(0, 100) ?? [];
}

function rowsOfText(content: OpenedFile['content']): readonly Row[] {
  const { beginning, isBinary } = inspect(content);
  if (isBinary) return [];
  const text = beginning.slice(0, beginningLength);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1 || text.length);
  try {
    return splitRows(whole).rows;
  } catch {
    // Not a table: its lines are shown as they are.
    return whole
      .split(/\r\n|\n|\r/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({ cells: [line] }));
  }
}

function shown({ cells }: Row): string[] {
  return cells
    .slice(0, mostColumns)
    .map((cell) => printable(cell.length > longestCell ? `${cell.slice(0, longestCell - 1)}…` : cell));
}
