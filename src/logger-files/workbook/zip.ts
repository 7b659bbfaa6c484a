import { Inflate } from 'fflate';
import { UnusableFile } from '../logger-file.ts';

/** A file in a ZIP; `bytes` and `crc` are what the archive states of its content. */
export type ZippedFile = {
  readonly packed: Uint8Array;
  readonly isDeflated: boolean;
  readonly bytes: number;
  readonly crc: number;
};

/** No workbook of a logger has more parts. */
const mostFiles = 10_000;
/** Deflate expands a piece of this size to at most 16 MB. */
const pieceBytes = 16_384;

const broken = (why: string, cause?: unknown): UnusableFile =>
  new UnusableFile(`it is an incomplete or damaged ZIP (${why}): copy or export it again`, { cause });

/**
 * The files of a ZIP by their names in lower case, from its central directory (APPNOTE.TXT 6.3, sections 4.3.12 to
 * 4.3.16). Nothing is inflated.
 *
 * @throws {UnusableFile} when the archive is damaged or encrypted.
 */
export function zippedFiles(zip: Uint8Array): ReadonlyMap<string, ZippedFile> {
  try {
    return filesIn(zip);
  } catch (cause) {
    // A position outside the archive.
    if (cause instanceof RangeError) throw broken('a part of it is missing', cause);
    throw cause;
  }
}

function filesIn(zip: Uint8Array): Map<string, ZippedFile> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const { count, begins } = directoryOf(view);
  if (count > mostFiles) throw broken(`more than ${mostFiles} files`);
  const files = new Map<string, ZippedFile>();
  let place = begins;
  for (let index = 0; index < count; index++) {
    if (view.getUint32(place, true) !== 0x02014b50)
      throw broken('its directory has no entry where it should');
    const [flags, method] = [view.getUint16(place + 8, true), view.getUint16(place + 10, true)];
    const [nameBytes, extraBytes] = [view.getUint16(place + 28, true), view.getUint16(place + 30, true)];
    const nameEnds = place + 46 + nameBytes;
    const name = new TextDecoder().decode(zip.subarray(place + 46, nameEnds)).toLowerCase();
    if ((flags & 1) !== 0) throw new UnusableFile('it is an encrypted ZIP: remove the password');
    if (method !== 0 && method !== 8) throw broken(`${name} is packed by an unknown method`);
    if (files.has(name)) throw broken(`${name} is in it twice`);
    const { packedBytes, bytes, headerAt } = sizesOf(view, place, nameEnds, extraBytes);
    if (view.getUint32(headerAt, true) !== 0x04034b50) throw broken(`${name} is not where it should be`);
    const at = headerAt + 30 + view.getUint16(headerAt + 26, true) + view.getUint16(headerAt + 28, true);
    if (at + packedBytes > zip.length) throw broken(`the end of ${name} is missing`);
    const packed = zip.subarray(at, at + packedBytes);
    files.set(name, { packed, isDeflated: method === 8, bytes, crc: view.getUint32(place + 16, true) });
    place = nameEnds + extraBytes + view.getUint16(place + 32, true);
  }
  return files;
}

/** The end record is followed by a comment of at most 65,535 bytes. */
function directoryOf(view: DataView): { count: number; begins: number } {
  let end = view.byteLength - 22;
  const least = Math.max(0, end - 65_535);
  while (end >= least && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < least) throw broken('its end is missing');
  const short = { count: view.getUint16(end + 10, true), begins: view.getUint32(end + 16, true) };
  if (short.count < 0xffff && short.begins < 0xffffffff) return short;
  if (view.getUint32(end - 20, true) !== 0x07064b50) return short;
  const long = Number(view.getBigUint64(end - 12, true));
  return {
    count: Number(view.getBigUint64(long + 32, true)),
    begins: Number(view.getBigUint64(long + 48, true)),
  };
}

/**
 * Sizes and place of an entry; those of 64 bits are in its extra field, each only if the short one has all bits set.
 */
function sizesOf(
  view: DataView,
  place: number,
  extraAt: number,
  extraBytes: number,
): { packedBytes: number; bytes: number; headerAt: number } {
  const [packedBytes, bytes, headerAt] = [20, 24, 42].map((offset) => view.getUint32(place + offset, true));
  const sizes = { bytes: bytes!, packedBytes: packedBytes!, headerAt: headerAt! };
  for (let at = extraAt; at + 4 <= extraAt + extraBytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let next = at + 4;
    for (const name of ['bytes', 'packedBytes', 'headerAt'] as const) {
      if (sizes[name] !== 0xffffffff) continue;
      sizes[name] = Number(view.getBigUint64(next, true));
      next += 8;
    }
  }
  return sizes;
}

/**
 * Inflates a file in pieces, never beyond its stated size, and checks it against its stated size and CRC-32.
 *
 * @throws {UnusableFile} when they differ.
 */
export function* contentOf({ packed, isDeflated, bytes, crc }: ZippedFile): Generator<Uint8Array> {
  let length = 0;
  let sum = 0;
  for (const piece of isDeflated ? inflated(packed) : [packed]) {
    length += piece.length;
    if (length > bytes) throw broken('a file is larger than stated');
    sum = crc32(piece, sum);
    yield piece;
  }
  if (length !== bytes || sum !== crc) throw broken('a file is not what was packed');
}

function* inflated(packed: Uint8Array): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const inflate = new Inflate((piece) => pieces.push(piece));
  for (let at = 0; at < packed.length; at += pieceBytes) {
    try {
      inflate.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
    } catch (cause) {
      throw broken('a file cannot be inflated', cause);
    }
    yield* pieces;
    pieces = [];
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

/** CRC-32 of ISO 3309, continued from `before`. */
function crc32(bytes: Uint8Array, before: number): number {
  let crc = ~before;
  for (let index = 0; index < bytes.length; index++)
    crc = (crc >>> 8) ^ crcTable[(crc ^ bytes[index]!) & 0xff]!;
  return ~crc >>> 0;
}
