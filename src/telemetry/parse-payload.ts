import { decode } from 'cborg';
import { cborTags } from './cbor-tags.ts';
import { decoderOf } from './decoders/decoders.ts';
import { layoutOf } from './decoders/layouts.ts';
import { decodeRecords } from './decoders/mapped-records.ts';
import type { Parsed } from './payload-readings.ts';
import { type RepeatedKeys, plainKeys, repeatedKeys } from './repeated-keys.ts';
import { parseSenml } from './decoders/senml.ts';
import { printable } from '../model/printable.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a device's payload: plain JSON or JSON Lines, SenML JSON or SenML CBOR. Whatever the bytes are, the result is
 * readings and refusals, never an exception. `receivedAt` is epoch milliseconds; null for a file. `repeated` lists the
 * records with a repeated key if the payload was cut from another one and no longer shows them.
 */
export function parsePayload(
  payload: Uint8Array,
  receivedAt: number | null,
  repeated?: RepeatedKeys,
): Parsed {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (first === undefined) return refuse('the payload is empty');
  // A CBOR array starts with 0x80 to 0x9f and a tag with 0xc0 to 0xdb; JSON starts with neither.
  if ((first >= 0x80 && first <= 0x9f) || (first >= 0xc0 && first <= 0xdb))
    return parseCbor(payload, receivedAt);
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return refuse('the payload is not valid UTF-8');
  }
  const json = parseJson(text);
  if (json.ok) {
    const { value } = json;
    const decoder = decoderOf(value);
    return decoder.decode(value, receivedAt, repeated ?? repeatedKeys(text, value, decoder.keys));
  }
  return parseLines(text, receivedAt) ?? refuse(`the payload is neither JSON nor CBOR: ${json.reason}`);
}

/** Strings, and bare words that are not JSON but that devices write in place of a missing number. */
const stringOrWord = /"(?:[^"\\]|\\.)*"|(?<![\w.])[+-]?(?:nan|inf(?:inity)?)\b/gi;

/** Parses JSON, treating bare NaN and infinities as strings. */
function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    // The message quotes the payload, so it must be made printable.
    const reason = printable((error as Error).message);
    const quoted = text.replaceAll(stringOrWord, (found) => (found.startsWith('"') ? found : `"${found}"`));
    if (quoted === text) return { ok: false, reason };
    try {
      return { ok: true, value: JSON.parse(quoted) };
    } catch {
      return { ok: false, reason };
    }
  }
}

/** Returns the records of a JSON text that contain a known key twice, by record number or, for JSON Lines, by line. */
export function repeatedKeysIn(text: string): RepeatedKeys {
  const whole = parseJson(text);
  if (whole.ok) return repeatedKeys(text, whole.value, decoderOf(whole.value).keys);
  const repeated = new Map<number, string>();
  for (const [index, content] of text.split('\n').entries()) {
    const json = parseJson(content);
    const key = json.ok ? repeatedKeys(content, json.value, plainKeys).get(1) : undefined;
    if (key !== undefined) repeated.set(index + 1, key);
  }
  return repeated;
}

/** Parses JSON Lines, one object per line. Null if the first line shows that the text is something else. */
function parseLines(text: string, receivedAt: number | null): Parsed | null {
  const lines = text.split('\n').map((content, index) => ({ content: content.trim(), line: index + 1 }));
  const given = lines.filter(({ content }) => content !== '');
  if (given.length < 2 || !parseJson(given[0]!.content).ok) return null;
  const records = given.map(({ content, line }) => {
    const json = parseJson(content);
    if (!json.ok) return { line, reason: `the line is not JSON: ${json.reason}` };
    const { value } = json;
    const keys = layoutOf(value) === null ? plainKeys : 'all';
    return { value, line, repeated: repeatedKeys(content, value, keys).get(1) };
  });
  return decodeRecords(records, receivedAt);
}

function parseCbor(payload: Uint8Array, receivedAt: number | null): Parsed {
  let pack: unknown;
  try {
    pack = decode(payload, { useMaps: true, rejectDuplicateMapKeys: true, tags: cborTags });
  } catch (error) {
    return refuse(`the payload is not valid CBOR: ${(error as Error).message}`);
  }
  return Array.isArray(pack)
    ? parseSenml(pack, receivedAt, new Map())
    : refuse('a CBOR payload must be a SenML pack, an array of records');
}

function refuse(reason: string): Parsed {
  return { readings: [], refused: [{ line: 1, reason }] };
}
