import { type Content, joined } from './content.ts';
import { type NamedTable, UnusableFile } from './logger-file.ts';
import type { OpenLimits } from './open-limits.ts';

/** Far larger than a workbook or report of a logger; these are read whole. */
const mostBytes = 64 * 1024 * 1024;

/** The first bytes of kinds of files. */
const signatures = {
  zip: [0x50, 0x4b],
  pdf: [0x25, 0x50, 0x44, 0x46],
  gzip: [0x1f, 0x8b],
  /** A Compound File (MS-CFB): an old binary workbook, or a container of an encrypted one. */
  compound: [0xd0, 0xcf, 0x11, 0xe0],
} as const;

/** What a file is by its first bytes; null for a text, or anything else. */
export type FileKind = keyof typeof signatures | null;

/** What a file is by its first bytes, which are all that is read. */
export function fileKindOf(content: Content): FileKind {
  const first: number[] = [];
  for (const piece of content) {
    first.push(...piece.subarray(0, 4 - first.length));
    if (first.length === 4) break;
  }
  const kinds = Object.entries(signatures) as [keyof typeof signatures, readonly number[]][];
  return kinds.find(([, bytes]) => bytes.every((byte, index) => first[index] === byte))?.[0] ?? null;
}

/**
 * The sheets of a workbook; null for a file that is no workbook. The reader of workbooks is loaded on demand.
 *
 * @throws {UnusableFile} when it is packed, an old or encrypted workbook, damaged or too large.
 */
export async function openWorkbook(
  content: Content,
  kind: FileKind,
  limits: OpenLimits,
): Promise<readonly NamedTable[] | null> {
  if (kind === 'gzip') throw new UnusableFile('it is compressed by gzip: unpack it');
  if (kind === 'compound') throw new UnusableFile(ofCompound(wholeOf(content)));
  if (kind !== 'zip') return null;
  const { readWorkbook } = await import('./workbook/read-workbook.ts');
  return readWorkbook(wholeOf(content), limits);
}

/**
 * The bytes of a file that is read whole.
 * @throws {UnusableFile} when there are too many.
 */
export function wholeOf(content: Content): Uint8Array {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of content) {
    bytes += piece.length;
    if (bytes > mostBytes)
      throw new UnusableFile(
        `it is a workbook or report of more than ${mostBytes / 1024 / 1024} MB: export a shorter time, or CSV`,
      );
    pieces.push(piece);
  }
  return joined(pieces);
}

/** An encrypted workbook has a stream of this name (MS-OFFCRYPTO, section 2.3.4.4). */
function ofCompound(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes).includes('EncryptedPackage')
    ? 'it is an encrypted workbook: remove the password, and save it again'
    : 'it is an old binary workbook (.xls) or another file of Office: open it in a spreadsheet, and save it as .xlsx or CSV';
}
