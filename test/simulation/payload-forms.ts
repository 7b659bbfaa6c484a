import type { Cell } from './bad-values.ts';
import type { Row } from './plan-types.ts';

/** A row as an object of plain JSON. */
export function objectOf({ at, cells, fix }: Row): string {
  const fields = [...Object.entries(cells), ...Object.entries(fix ?? {})];
  return `{${[`"time":${at}`, ...fields.map(([name, value]) => `"${name}":${value}`)].join(',')}}`;
}

/** The rows as plain JSON, or as lines of it. */
export function plain(rows: readonly Row[], asLines: boolean): string {
  const objects = rows.map(objectOf);
  if (rows.length === 1) return objects[0]!;
  return asLines ? objects.join('\n') : `[${objects.join(',')}]`;
}

const units = { temperature: 'Cel', pressure: 'hPa', latitude: 'lat', longitude: 'lon' } as const;

/** The rows as a SenML pack; null if a value cannot be expressed in one. */
export function senML(rows: readonly Row[]): string | null {
  const records = senMLRecords(rows);
  return records === null ? null : `[${records.map((record) => `{${record}}`).join(',')}]`;
}

/** The fields of the SenML records of rows, without braces; null if a value cannot be expressed in one. */
export function senMLRecords(rows: readonly Row[]): string[] | null {
  const records = rows.flatMap(({ at, cells, fix }) =>
    [...Object.entries(cells), ...Object.entries(fix ?? {}).filter(([name]) => name !== 'accuracy')].map(
      ([name, cell]) => ({ t: at / 1000, name: name as keyof typeof units, cell: String(cell) }),
    ),
  );
  if (records.some(({ cell }) => !isSenMLCell(cell))) return null;
  return records.map(({ t, name, cell }) => {
    const value = name === 'pressure' && !cell.startsWith('"') ? String(Number(cell) * 10) : cell;
    return `"t":${t},"n":"${name}","u":"${units[name]}","${cell.startsWith('"') ? 'vs' : 'v'}":${value}`;
  });
}

/** SenML has no text that stands for a number, and bare words are not valid JSON. */
function isSenMLCell(cell: Cell): boolean {
  return cell.startsWith('"') ? !/\d/.test(cell) || /[<>]/.test(cell) : Number.isFinite(Number(cell));
}
