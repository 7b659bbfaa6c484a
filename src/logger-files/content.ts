/** The bytes of a file in pieces of any size. It can be iterated more than once, and the pieces are not modified. */
export type Content = Iterable<Uint8Array>;

/** What is known about a file before it is parsed. */
export type FileInspection = {
  /** The first byte that is not white space; undefined if there is none. */
  readonly first: number | undefined;
  /** The beginning of its text. */
  readonly beginning: string;
  readonly encoding: 'utf-8' | 'latin1';
  readonly isBinary: boolean;
  /** Whether the text is UTF-16: it starts with a byte order mark, or every other byte of its beginning is zero. */
  readonly isUtf16: boolean;
};

const beginningBytes = 8192;
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
  const encoding = isUtf8(content) ? 'utf-8' : 'latin1';
  const beginning = joined(pieces);
  return {
    first,
    beginning: new TextDecoder(encoding).decode(beginning),
    encoding,
    isBinary,
    isUtf16: isUtf16(beginning),
  };
}

function isUtf16(beginning: Uint8Array): boolean {
  const [first, second] = beginning;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const zeros = [0, 1].map((parity) =>
    beginning.reduce((count, byte, index) => count + Number(byte === 0 && index % 2 === parity), 0),
  );
  const half = Math.floor(beginning.length / 2);
  // Nearly all characters of a log are ASCII, so in UTF-16 every other byte is zero.
  return beginning.length >= 8 && Math.max(...zeros) >= 0.9 * half && Math.min(...zeros) === 0;
}

/** Older loggers write Latin-1. */
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
export function* linesOf(content: Content, encoding: FileInspection['encoding']): Generator<Uint8Array> {
  let begun: Uint8Array[] = [];
  for (const piece of encoding === 'utf-8' ? content : asUtf8(content)) {
    const end = piece.lastIndexOf(lineFeed) + 1;
    if (end > 0) {
      yield joined([...begun, piece.subarray(0, end)]);
      begun = [];
    }
    if (end < piece.length) begun.push(piece.subarray(end));
  }
  if (begun.length > 0) yield joined(begun);
}

function* asUtf8(content: Content): Generator<Uint8Array> {
  for (const piece of content) yield new TextEncoder().encode(new TextDecoder('latin1').decode(piece));
}
