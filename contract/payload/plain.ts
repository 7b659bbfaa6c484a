import { readDeviceTime } from './device-time.ts';
import {
  type Found,
  type Parsed,
  type Quantity,
  excerpt,
  quantities,
  readValue,
  refuseTime,
  takeFound,
} from './reading.ts';

const known = Object.keys(quantities) as Quantity[];

/**
 * Reads plain JSON: one object or an array of them, each with `time` and any of the quantities. What one object, or
 * one value, has wrong does not touch the others. `receivedAt` is null for a file.
 */
export function parsePlain(payload: unknown, receivedAt: number | null): Parsed {
  const parsed: Parsed = { readings: [], refused: [] };
  const records = Array.isArray(payload) ? payload : [payload];
  if (records.length === 0) parsed.refused.push({ line: 1, reason: 'the list is empty' });
  for (const [index, record] of records.entries()) takeRecord(record, index + 1, receivedAt, parsed);
  return parsed;
}

/** Takes one object with `time` and any of the quantities; `line` is its number from one. */
export function takeRecord(record: unknown, line: number, receivedAt: number | null, parsed: Parsed): void {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    parsed.refused.push({ line, reason: `a reading must be an object, found ${excerpt(record)}` });
    return;
  }
  const found = record as Found & { readonly time?: unknown };
  if (!known.some((quantity) => found[quantity] !== undefined)) {
    parsed.refused.push({ line, reason: `no known value; known are ${known.join(', ')}` });
    return;
  }
  const time = readDeviceTime(found.time, receivedAt);
  if (time.ok) takeFound(found, time.at, line, parsed);
  else refuseTime(parsed, line, time, hasNumber(found));
}

function hasNumber(found: Found): boolean {
  return known.some((quantity) => typeof readValue(quantity, found[quantity]) === 'number');
}
