import type { CsvRow } from './csv-rows.ts';
import { UnusableFile } from './logger-file.ts';

/** How deep records and their fields are searched for. */
const deepest = 6;
/** A record has at most this many fields, and a table this many columns. */
const columnsAtMost = 500;

type JsonObject = { readonly [name: string]: unknown };

/**
 * The records of a JSON value of any shape as a table: the first row has the path of each field, as "data.temperature".
 * The records are those of its only list of objects, or lists of one length side by side, or the object itself. Null
 * is given as the text "null", so that it is a value that cannot be read; what a record leaves out is empty. Null if
 * there is no object. Lines count the records from 1.
 *
 * @throws {UnusableFile} when there are several lists of records.
 */
export function tableOfJson(json: unknown): { readonly rows: CsvRow[]; readonly inWords: string } | null {
  const { records, path } = recordsIn(json);
  if (records.length === 0) return null;
  // What is no record has no time, and is refused with its number.
  const flat = records.map((record) => (isObject(record) ? fieldsOf(record) : new Map<string, string>()));
  const names = [...new Set(flat.flatMap((fields) => [...fields.keys()]))];
  if (names.length === 0 || names.length > columnsAtMost) return null;
  const rows = flat.map((fields, index) => ({
    cells: names.map((name) => fields.get(name) ?? ''),
    line: index + 1,
  }));
  return {
    rows: [{ cells: names, line: 0 }, ...rows],
    inWords: path === '' ? 'records' : `records of ${JSON.stringify(path)}`,
  };
}

type Records = { readonly records: readonly unknown[]; readonly path: string };

/** @throws {UnusableFile} when there are several lists of records. */
function recordsIn(json: unknown): Records {
  const lists: Records[] = [];
  const search = (value: unknown, path: string, depth: number): void => {
    if (depth > deepest || typeof value !== 'object' || value === null) return;
    const records: readonly unknown[] = Array.isArray(value)
      ? (value as unknown[])
      : besides(value as JsonObject);
    if (records.some(isObject)) lists.push({ records, path });
    if (Array.isArray(value)) return;
    for (const [name, inner] of Object.entries(value))
      search(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  search(json, '', 1);
  if (lists.length > 1)
    throw new UnusableFile(
      `it has several lists of records, ${lists.map(({ path }) => JSON.stringify(path)).join(', ')}; give each in a file of its own`,
    );
  return lists[0] ?? { records: isObject(json) ? [json] : [], path: '' };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** The records of an object whose fields are lists of one length: {"time": […], "temperature": […]}. */
function besides(object: JsonObject): JsonObject[] {
  const lists = Object.entries(object).filter(
    (entry): entry is [string, (string | number | boolean | null)[]] =>
      Array.isArray(entry[1]) && entry[1].length > 0 && entry[1].every(isScalar),
  );
  const length = lists[0]?.[1].length ?? 0;
  if (lists.length < 2 || lists.some(([, list]) => list.length !== length)) return [];
  return Array.from({ length }, (_, index) =>
    Object.fromEntries(lists.map(([name, list]) => [name, list[index]])),
  );
}

/** The fields of a record by their paths, as texts; lists are left out. */
function fieldsOf(record: JsonObject): Map<string, string> {
  const fields = new Map<string, string>();
  const collect = (object: JsonObject, prefix: string, depth: number): void => {
    for (const [name, value] of Object.entries(object)) {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      if (isScalar(value)) {
        if (fields.has(path))
          throw new UnusableFile(`a record has two fields of the path ${JSON.stringify(path)}`);
        fields.set(path, String(value));
      } else if (isObject(value) && depth < deepest) collect(value, path, depth + 1);
    }
  };
  collect(record, '', 1);
  return fields;
}
