import type { JsonObject } from './record-layout.ts';

/** Whether a JSON value is an object and no list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The keys of each path of a layout: the same few paths are asked of every record. */
const keysOf = new Map<string, readonly string[]>();

/** The value at a path such as "deviceInfo.devEui" or "rxInfo.0.time"; undefined if there is none. */
export function valueAt(record: JsonObject, path: string): unknown {
  let keys = keysOf.get(path);
  if (keys === undefined) keysOf.set(path, (keys = path.split('.')));
  let value: unknown = record;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    // How many elements a list has is no value of its body.
    if (key === 'length' && Array.isArray(value)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

/** The objects of a list at a path; none if there is no list. */
export function objectsAt(record: JsonObject, path: string): readonly JsonObject[] {
  const list = valueAt(record, path);
  return Array.isArray(list) ? (list as unknown[]).filter(isObject) : [];
}
