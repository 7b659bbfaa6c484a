import { decoderOf } from './decoders/decoders.ts';
import { layoutOf } from './decoders/layouts.ts';
import { decodeRecords } from './decoders/mapped-records.ts';
import type { Parsed } from './payload-readings.ts';
import { type JsonLine, parseJson, readBody } from './read-body.ts';
import { type RepeatedKeys, plainKeys, repeatedKeys } from './repeated-keys.ts';
import { parseSenml } from './decoders/senml.ts';

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
  const body = readBody(payload);
  switch (body.kind) {
    case 'json': {
      const { text, value } = body;
      const decoder = decoderOf(value);
      return decoder.decode(value, receivedAt, repeated ?? repeatedKeys(text, value, decoder.keys));
    }
    case 'lines':
      return decodeRecords(body.lines.map(recordOf), receivedAt);
    case 'cbor':
      return Array.isArray(body.value) ? parseSenml(body.value, receivedAt, new Map()) : refuse(cborInWords);
    case 'unreadable':
      return refuse(body.reason);
  }
}

/** Why CBOR that is no list is refused. */
export const cborInWords = 'a CBOR payload must be a SenML pack, an array of records';

function recordOf(line: JsonLine) {
  if ('reason' in line) return line;
  const { content, value } = line;
  const keys = layoutOf(value) === null ? plainKeys : 'all';
  return { value, line: line.line, repeated: repeatedKeys(content, value, keys).get(1) };
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

function refuse(reason: string): Parsed {
  return { readings: [], refused: [{ line: 1, reason }] };
}
