import { decode } from 'cborg';
import { printable } from '../model/printable.ts';
import { cborTags } from './cbor-tags.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A line of JSON Lines, with its number in the text, from one; or why it is not JSON. */
export type JsonLine =
  | { readonly line: number; readonly content: string; readonly value: unknown }
  | { readonly line: number; readonly reason: string };

/** What bytes spell, before anything is known about its meaning. */
export type Body =
  | { readonly kind: 'json'; readonly text: string; readonly value: unknown }
  | { readonly kind: 'lines'; readonly lines: readonly JsonLine[] }
  /** Decoded with maps, not objects. */
  | { readonly kind: 'cbor'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads bytes as JSON, JSON Lines or CBOR. */
export function readBody(payload: Uint8Array): Body {
  const first = payload.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09);
  if (first === undefined) return unreadable('the payload is empty');
  // A CBOR array starts with 0x80 to 0x9f and a tag with 0xc0 to 0xdb; JSON starts with neither.
  if ((first >= 0x80 && first <= 0x9f) || (first >= 0xc0 && first <= 0xdb)) return readCbor(payload);
  let text: string;
  try {
    text = utf8.decode(payload);
  } catch {
    return unreadable('the payload is not valid UTF-8');
  }
  const json = parseJson(text);
  if (json.ok) return { kind: 'json', text, value: json.value };
  const lines = linesOf(text);
  return lines === null
    ? unreadable(`the payload is neither JSON nor CBOR: ${json.reason}`)
    : { kind: 'lines', lines };
}

/** Strings, and bare words that are not JSON but that devices write in place of a missing number. */
const stringOrWord = /"(?:[^"\\]|\\.)*"|(?<![\w.])[+-]?(?:nan|inf(?:inity)?)\b/gi;

/** Parses JSON, treating bare NaN and infinities as strings. */
export function parseJson(text: string): { ok: true; value: unknown } | { ok: false; reason: string } {
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

/** Parses JSON Lines, one object per line. Null if the first line shows that the text is something else. */
function linesOf(text: string): JsonLine[] | null {
  const lines = text.split('\n').map((content, index) => ({ content: content.trim(), line: index + 1 }));
  const given = lines.filter(({ content }) => content !== '');
  if (given.length < 2 || !parseJson(given[0]!.content).ok) return null;
  return given.map(({ content, line }) => {
    const json = parseJson(content);
    return json.ok
      ? { content, line, value: json.value }
      : { line, reason: `the line is not JSON: ${json.reason}` };
  });
}

function readCbor(payload: Uint8Array): Body {
  try {
    return {
      kind: 'cbor',
      value: decode(payload, { useMaps: true, rejectDuplicateMapKeys: true, tags: cborTags }),
    };
  } catch (error) {
    return unreadable(`the payload is not valid CBOR: ${(error as Error).message}`);
  }
}

function unreadable(reason: string): Body {
  return { kind: 'unreadable', reason };
}
