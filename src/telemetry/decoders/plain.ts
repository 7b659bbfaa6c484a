import { readDeviceTime } from '../../model/device-time.ts';
import { unreadKeyOf } from '../near-names.ts';
import { excerpt } from '../../model/printable.ts';
import {
  type RawValues,
  type Parsed,
  type Quantity,
  quantities,
  readValue,
  refuseTime,
  takeValues,
} from '../payload-readings.ts';
import type { JsonDecoder } from './json-decoder.ts';
import { type RepeatedKeys, plainKeys, repeatedInWords } from '../repeated-keys.ts';

const known = Object.keys(quantities) as Quantity[];
const nothingKnown = `no known value; known are ${known.join(', ')}`;

/**
 * Parses plain JSON: one object or an array of them, each with `time` and any of the quantities. An error in one
 * object, or one value, does not affect the others. `receivedAt` is null for a file; `repeated` lists the records with
 * a repeated key.
 */
function parsePlain(payload: unknown, receivedAt: number | null, repeated: RepeatedKeys): Parsed {
  const parsed: Parsed = { readings: [], refused: [] };
  const records = Array.isArray(payload) ? payload : [payload];
  if (records.length === 0) parsed.refused.push({ line: 1, reason: 'the list is empty' });
  for (const [index, record] of records.entries())
    takeRecord(record, index + 1, receivedAt, parsed, repeated.get(index + 1));
  return parsed;
}

/**
 * Reads one object with `time` and any of the quantities; `line` is its number from one, `repeated` a key that it
 * contains twice. The whole object is refused if a key that is not read may contain a known quantity.
 */
export function takeRecord(
  record: unknown,
  line: number,
  receivedAt: number | null,
  parsed: Parsed,
  repeated: string | undefined,
): void {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    parsed.refused.push({ line, reason: `a reading must be an object, found ${excerpt(record)}` });
    return;
  }
  const found = record as RawValues & { readonly time?: unknown };
  const isData = known.some((quantity) => found[quantity] !== undefined);
  const unread =
    repeated === undefined
      ? unreadKeyOf(record as { readonly [key: string]: unknown })
      : repeatedInWords(repeated);
  if (!isData || unread !== null) {
    parsed.refused.push({ line, reason: isData ? unread! : withUnread(nothingKnown, unread) });
    return;
  }
  const time = readDeviceTime(found.time, receivedAt);
  if (time.ok) takeValues(found, time.at, line, parsed);
  else refuseTime(parsed, line, time, hasNumber(found));
}

function withUnread(reason: string, unread: string | null): string {
  return unread === null ? reason : `${reason}; ${unread}`;
}

function hasNumber(found: RawValues): boolean {
  return known.some((quantity) => typeof readValue(quantity, found[quantity]) === 'number');
}

/** Plain JSON, and everything that no other decoder recognises. */
export const plain: JsonDecoder = { recognises: () => true, keys: plainKeys, decode: parsePlain };
