import { quantities } from './payload-readings.ts';

/** The first repeated key of each record that has one, by the record's number in its payload, from one. */
export type RepeatedKeys = ReadonlyMap<number, string>;

const none: RepeatedKeys = new Map();

/** RFC 8428, section 4.3: the labels of SenML. */
export const senmlLabels = [
  'bn',
  'bt',
  'bu',
  'bv',
  'bs',
  'bver',
  'n',
  'u',
  'v',
  'vs',
  'vb',
  'vd',
  's',
  't',
  'ut',
];
/** Keys by their form in a JSON text. */
export type KnownKeys = ReadonlyMap<string, string>;

const quoted = (keys: readonly string[]): KnownKeys => new Map(keys.map((key) => [key, `"${key}"`]));
/** The keys of a plain record that are read. */
export const plainKeys = quoted(['time', ...Object.keys(quantities), 'accuracy']);
/** The labels of a SenML record. */
export const senmlKeys = quoted(senmlLabels);

const quotationMark = 34;
const comma = 44;
const colon = 58;
const openingBracket = 91;
const backslash = 92;
const closingBracket = 93;
const openingBrace = 123;
const closingBrace = 125;

/**
 * Returns the records of a JSON text that contain a known key twice, where `JSON.parse` silently returns the last
 * value. `value` is what it returned: one record or a list of them. The text is scanned only if a known key occurs in
 * it more often than in its records, or may be escaped.
 */
export function repeatedKeys(text: string, value: unknown, known: KnownKeys | 'all'): RepeatedKeys {
  if (known === 'all') return repeatedAtAnyDepth(text);
  return mayRepeat(text, value, known) ? scanned(text, known) : none;
}

function mayRepeat(text: string, value: unknown, known: KnownKeys): boolean {
  if (typeof value !== 'object' || value === null) return false;
  // Only this JSON escape can spell a letter.
  if (text.includes('\\u')) return true;
  const records: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const [key, inText] of known) {
    let place = text.indexOf(inText);
    if (place < 0) continue;
    for (const record of records) {
      if (typeof record !== 'object' || record === null || !Object.hasOwn(record, key)) continue;
      place = text.indexOf(inText, place + inText.length);
      if (place < 0) break;
    }
    if (place >= 0) return true;
  }
  return false;
}

/** Scans a text that is known to be JSON, except for bare words such as NaN. */
function scanned(text: string, known: KnownKeys): RepeatedKeys {
  const repeated = new Map<number, string>();
  let seen = new Set<string>();
  let [depth, recordDepth, record] = [0, 0, 1];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === openingBrace || code === openingBracket) {
      depth++;
      if (depth === 1) recordDepth = code === openingBracket ? 2 : 1;
    } else if (code === closingBrace || code === closingBracket) depth--;
    else if (code === comma && depth === 1 && recordDepth === 2) {
      record++;
      seen = new Set();
    } else if (code === quotationMark) {
      const end = endOfString(text, index);
      const key = depth === recordDepth ? keyBetween(text, index, end) : null;
      if (key !== null && known.has(key)) {
        if (seen.has(key) && !repeated.has(record)) repeated.set(record, key);
        seen.add(key);
      }
      index = end;
    }
  }
  return repeated;
}

/** Returns the first key of each record that one object in it has twice. The text is known to be JSON, as above. */
function repeatedAtAnyDepth(text: string): RepeatedKeys {
  const repeated = new Map<number, string>();
  const open: Set<string>[] = [];
  const isList = text.trimStart().startsWith('[');
  let record = 1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === openingBrace || code === openingBracket) open.push(new Set());
    else if (code === closingBrace || code === closingBracket) open.pop();
    else if (code === comma && open.length === 1 && isList) record++;
    else if (code === quotationMark) {
      const end = endOfString(text, index);
      const key = keyBetween(text, index, end);
      if (key !== null && open.at(-1)!.has(key) && !repeated.has(record)) repeated.set(record, key);
      if (key !== null) open.at(-1)!.add(key);
      index = end;
    }
  }
  return repeated;
}

/** Returns the index of the quotation mark that closes the string. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === backslash) index++;
    else if (code === quotationMark) return index;
  }
  return text.length;
}

/** Returns the string as a key; null if no colon follows it. */
function keyBetween(text: string, start: number, end: number): string | null {
  let next = end + 1;
  while (text.charCodeAt(next) <= 0x20) next++;
  if (text.charCodeAt(next) !== colon) return null;
  const key = text.slice(start + 1, end);
  return key.includes('\\') ? (JSON.parse(text.slice(start, end + 1)) as string) : key;
}

/** The reason for refusing a record with a repeated key. */
export function repeatedInWords(key: string): string {
  return `"${key}" stands twice in one record; which of the two is meant is not known`;
}
