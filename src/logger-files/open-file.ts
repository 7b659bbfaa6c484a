import { type Content, joined } from './content.ts';
import { type NamedTable, UnusableFile } from './logger-file.ts';
import { ofTrustedFiles } from './open-limits.ts';

/** A file after its kind is known. `tables` is what a workbook or a report consists of, null for any other file. */
export type OpenedFile = {
  readonly content: Content;
  readonly tables: readonly NamedTable[] | null;
  /** What the file is, in words. */
  readonly kind: string;
};

/** Far larger than a workbook or report of a logger; these are read whole. */
const mostBytes = 64 * 1024 * 1024;

/** What a file can be by its first bytes. */
const signatures = {
  zip: [0x50, 0x4b],
  pdf: [0x25, 0x50, 0x44, 0x46],
  gzip: [0x1f, 0x8b],
  /** A Compound File (MS-CFB): an old binary workbook, or a container of an encrypted one. */
  compound: [0xd0, 0xcf, 0x11, 0xe0],
} as const;

/**
 * Opens a log file: a workbook or report is read into tables, of any other file only the first bytes are read. The
 * readers of workbooks and reports are loaded on demand.
 *
 * @throws {UnusableFile} when the file is of a kind that is not read, or damaged, encrypted or too large.
 */
export async function openFile(content: Content, limits = ofTrustedFiles): Promise<OpenedFile> {
  const first = firstBytes(content);
  const is = (kind: keyof typeof signatures): boolean =>
    signatures[kind].every((byte, index) => first[index] === byte);
  if (is('gzip')) throw new UnusableFile('it is compressed by gzip: unpack it');
  if (is('compound')) throw new UnusableFile(ofCompound(wholeOf(content)));
  if (is('zip')) {
    const { readWorkbook } = await import('./workbook/read-workbook.ts');
    return { content, tables: readWorkbook(wholeOf(content), limits), kind: 'XLSX workbook' };
  }
  if (is('pdf')) {
    const { readReport } = await import('./report/read-report.ts');
    return { content, ...(await readReport(wholeOf(content), limits)) };
  }
  return { content, tables: null, kind: 'text or CBOR' };
}

function firstBytes(content: Content): number[] {
  const first: number[] = [];
  for (const piece of content) {
    first.push(...piece.subarray(0, 4 - first.length));
    if (first.length === 4) break;
  }
  return first;
}

function wholeOf(content: Content): Uint8Array {
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
