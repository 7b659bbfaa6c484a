import { excerpt, isPrintable } from '../model/printable.ts';
import type { LayoutName } from '../model/layout-names.ts';
import { isObject } from './decoders/json-path.ts';
import { layoutOf } from './decoders/layouts.ts';
import { declaredName } from './decoders/declared-layout.ts';
import { isSenml } from './decoders/senml.ts';
import { type Body, readBody } from './read-body.ts';

/** A place of a body from which a mapping can read. */
export type BodyPath = {
  readonly path: string;
  /** What the body has there, shortened: the first value that is not null. */
  readonly value: string;
  /** The list that must be the `records` of a mapping with this path; null if it is in no list of objects. */
  readonly records: string | null;
};

/** What a person needs to know of a body to write a mapping for its source. */
export type BodyPaths = {
  /** The built-in layout that recognises the body; null if none does. */
  readonly layout: LayoutName | null;
  readonly paths: readonly BodyPath[];
  /** Why the body cannot be mapped; null if it can. */
  readonly refused: string | null;
  /** Whether there are paths that are not listed: too many, too deep, or with a key that no path can name. */
  readonly isCut: boolean;
};

const pathsAtMost = 300;
const keysAtMost = 20;
const charactersAtMost = 200;
/** A list of records has the same fields in each; the first ones show them. */
const recordsAtMost = 50;
const visitedAtMost = 20_000;

/** Lists the paths of a body's values, so that a person can write a mapping by choosing among them. */
export function pathsOfBody(payload: Uint8Array): BodyPaths {
  const body = readBody(payload);
  if (body.kind === 'unreadable') return { layout: null, paths: [], refused: body.reason, isCut: false };
  if (body.kind === 'cbor')
    return {
      layout: Array.isArray(body.value) ? 'SenML' : null,
      paths: [],
      refused: 'a CBOR payload must be a SenML pack, which needs no paths',
      isCut: false,
    };
  const records = recordsIn(body);
  const found = new FoundPaths();
  const objects = records.filter(isObject);
  for (const record of objects.slice(0, recordsAtMost)) found.visit(record);
  return {
    layout: body.kind === 'json' && isSenml(body.value) ? 'SenML' : layoutIn(objects),
    paths: found.paths,
    refused: objects.length > 0 ? null : 'no record of it is an object, so that nothing in it has a path',
    isCut: found.isCut,
  };
}

function recordsIn(body: Extract<Body, { kind: 'json' | 'lines' }>): readonly unknown[] {
  if (body.kind === 'lines') return body.lines.flatMap((line) => ('value' in line ? [line.value] : []));
  return Array.isArray(body.value) ? body.value : [body.value];
}

function layoutIn(records: readonly object[]): LayoutName | null {
  for (const record of records.slice(0, recordsAtMost)) {
    const name = layoutOf(record)?.name ?? declaredName;
    if (name !== declaredName) return name;
  }
  return null;
}

type Place = {
  readonly value: unknown;
  readonly keys: readonly string[];
  readonly records: string | null;
  /** It stands in a list, by its number. */
  readonly isNumbered?: boolean;
};

class FoundPaths {
  readonly #found = new Map<string, BodyPath>();
  #visited = 0;
  isCut = false;

  get paths(): readonly BodyPath[] {
    return [...this.#found.values()];
  }

  /** Collects the paths of a record, in the order of its text, without recursion, however deep it is. */
  visit(record: unknown): void {
    const open: Place[] = [{ value: record, keys: [], records: null }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (++this.#visited > visitedAtMost) {
        this.isCut = true;
        return;
      }
      const inner = this.#innerOf(place);
      if (inner === null) this.#add(place);
      else open.push(...inner.toReversed());
    }
  }

  /** The places within an object or a list; null for a value. */
  #innerOf({ value, keys, records, isNumbered = false }: Place): Place[] | null {
    if (Array.isArray(value)) {
      const list = value.slice(0, recordsAtMost) as unknown[];
      // The objects of a list are records of their own, so that their paths have no number.
      if (list.some(isObject)) {
        // A mapping divides lists of objects, but not lists of lists.
        if (isNumbered) {
          this.isCut = true;
          return [];
        }
        const path = keys.join('.');
        return list.filter(isObject).map((each) => ({ value: each, keys, records: path }));
      }
      return list
        .flatMap((each, index) => this.#placeOf(each, keys, String(index), records))
        .map((place) => ({ ...place, isNumbered: true }));
    }
    if (!isObject(value)) return null;
    return Object.entries(value)
      .slice(0, visitedAtMost)
      .flatMap(([key, each]) => this.#placeOf(each, keys, key, records));
  }

  #placeOf(value: unknown, keys: readonly string[], key: string, records: string | null): Place[] {
    const isNamed = key !== '' && !key.includes('.') && key.length <= charactersAtMost && isPrintable(key);
    if (isNamed && keys.length < keysAtMost) return [{ value, keys: [...keys, key], records }];
    this.isCut = true;
    return [];
  }

  #add({ value, keys, records }: Place): void {
    if (keys.length === 0) return;
    const path = keys.join('.');
    const known = this.#found.get(path);
    if (known !== undefined && known.value !== 'null') return;
    if (path.length > charactersAtMost || (known === undefined && this.#found.size >= pathsAtMost)) {
      this.isCut = true;
      return;
    }
    this.#found.set(path, { path, value: excerpt(value), records });
  }
}
