import { encodingOf, utf16Of } from './text-encoding.ts';

/** The bytes of a file in pieces of any size. It can be iterated more than once, and the pieces are not modified. */
export type Content = Iterable<Uint8Array>;

/** What is known about a file before it is parsed. */
export type FileInspection = {
  /** The first byte that is not white space; undefined if there is none. */
  readonly first: number | undefined;
  /** The beginning of its text. */
  readonly beginning: string;
  /** The encoding as `TextDecoder` names it. */
  readonly label: string;
  /** The encoding as people know it. */
  readonly encoding: string;
  readonly isBinary: boolean;
};

const beginningBytes = 65_536;
const lineFeed = 10;

/** Inspects a file's encoding and whether it is binary. The content is iterated more than once. */
export function inspect(content: Content): FileInspection {
  const pieces: Uint8Array[] = [];
  let beginningLength = 0;
  let first: number | undefined;
  let isBinary = false;
  for (const piece of content) {
    if (beginningLength < beginningBytes) {
      pieces.push(piece.slice(0, beginningBytes - beginningLength));
      beginningLength += pieces.at(-1)!.length;
    }
    first ??= piece.find((byte) => byte > 0x20);
    // Control characters give away a binary file; they are the same bytes in every text encoding.
    for (let index = 0; index < piece.length && !isBinary; index++) {
      const byte = piece[index]!;
      isBinary = byte < 0x20 && (byte < 9 || byte > 13);
    }
  }
  const beginning = joined(pieces);
  const { label, encoding } =
    utf16Of(beginning) === null && isUtf8(content)
      ? { label: 'utf-8', encoding: 'UTF-8' }
      : encodingOf(beginning);
  const text = new TextDecoder(label).decode(beginning);
  return { first, beginning: text, label, encoding, isBinary: isBinary && !label.startsWith('utf-16') };
}

function isUtf8(content: Content): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (const piece of content) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** Joins the pieces of a file into one array. */
export function joined(content: Content): Uint8Array {
  const pieces = [...content];
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let length = 0;
  for (const piece of pieces) {
    whole.set(piece, length);
    length += piece.length;
  }
  return whole;
}

/** The same content as UTF-8, in pieces that end at a line break. */
export function* linesOf(content: Content, label: string): Generator<Uint8Array> {
  let begun: Uint8Array[] = [];
  for (const piece of label === 'utf-8' ? content : asUtf8(content, label)) {
    const end = piece.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      yield joined([...begun, piece.subarray(0, end)]);
      begun = [];
    }
    if (end < piece.length) begun.push(piece.subarray(end));
  }
  if (begun.length > 0) yield joined(begun);
}

function* asUtf8(content: Content, label: string): Generator<Uint8Array> {
  const decoder = new TextDecoder(label);
  for (const piece of content) yield new TextEncoder().encode(decoder.decode(piece, { stream: true }));
  const rest = decoder.decode();
  if (rest !== '') yield new TextEncoder().encode(rest);
}
